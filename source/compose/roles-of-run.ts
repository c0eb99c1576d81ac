import type {Config} from '../config.ts';
import type {Auditor, Builder} from '../domain/roles.ts';
import {createRoles} from '../models/create-roles.ts';
import {isServed} from '../models/model-routing.ts';
import {notServed, overridesOf} from './model-routing.ts';
import {modelSettings} from './module-settings.ts';
import type {Store} from './store.ts';

type Roles = {builder: Builder; auditors: Auditor[]};

/**
The Builder and the auditors of a run's next session, with the models of the settings and the overrides so far. Overrides that have no effect are told as warnings of the run.
Rejects with NoProviderError.
*/
export async function rolesOfRun({config, store: {journal}, runId}: {config: Config; store: Store; runId: string}): Promise<Roles> {
	const settings = modelSettings(config.settings);
	const overrides = await overridesOf(journal, runId);
	const idle = overrides.filter(override => !isServed(settings, override));
	for (const override of idle) {
		await journal.append(runId, {type: 'warning', message: notServed(override)});
	}

	return createRoles(settings, overrides);
}
