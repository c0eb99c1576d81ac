import {UsageError} from '../exit-code.ts';
import {createRoles} from '../models/create-roles.ts';
import type {CommandContext} from './command-context.ts';
import {modelSettings} from './module-settings.ts';

/**
Refuses settings that no run can be executed with. Throws UsageError or NoProviderError.
*/
export function refuseUnexecutable({config: {settings}}: CommandContext): void {
	if (settings.readOnly) {
		throw new UsageError('--read-only watches a run that another process executes; leave it away to execute the run.');
	}

	createRoles(modelSettings(settings));
}
