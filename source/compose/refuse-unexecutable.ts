import {UsageError} from '../exit-code.ts';
import {createRoles} from '../models/create-roles.ts';
import type {CommandContext} from './command-context.ts';
import {modelSettings} from './module-settings.ts';
import {refuseUnconfined} from './sandbox.ts';

/**
Refuses settings and machines that no run can be executed with, before a model is paid. Rejects with UsageError, NoProviderError or UnavailableError.
*/
export async function refuseUnexecutable({config}: CommandContext): Promise<void> {
	const {settings} = config;
	if (settings.readOnly) {
		throw new UsageError('--read-only watches a run that another process executes; leave it away to execute the run.');
	}

	createRoles(modelSettings(settings));
	await refuseUnconfined(config);
}
