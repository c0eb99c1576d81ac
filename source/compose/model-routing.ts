import {modelOverrideSchema, type ModelOverride} from '../domain/model-override.ts';
import type {Journal} from '../journal/journal.ts';
import {applyOverrides, isServed} from '../models/model-routing.ts';
import type {ModelSettings} from '../models/settings.ts';
import {HttpError} from '../supervisor/server/http-error.ts';
import type {ModelRouting} from '../supervisor/server/supervisor-context.ts';

const kind = 'model_override';

/**
No run has this id. Overrides of one run are kept here too: the order of all of them counts.
*/
const everyRun = '*';

const readOverrides = async (journal: Journal): Promise<ModelOverride[]> => {
	const reports = await journal.reports(everyRun, kind);
	return reports.map(({body}) => modelOverrideSchema.parse(body));
};

/**
The routing table of a workspace as the dashboard shows and changes it: its settings, then what was overridden.
*/
export const createModelRouting = (journal: Journal, settings: ModelSettings): ModelRouting => ({
	list: async () => applyOverrides(settings, await readOverrides(journal)),
	async override(change) {
		if (!isServed(settings, change)) {
			throw new HttpError(400, notServed(change));
		}

		await journal.storeReport(everyRun, '', kind, change);
	},
});

/**
The overrides that count in a run, oldest first.
*/
export async function overridesOf(journal: Journal, runId: string): Promise<ModelOverride[]> {
	const overrides = await readOverrides(journal);
	return overrides.filter(({scope, run_id}) => scope === 'global' || run_id === runId);
}

/**
Why an override has no effect, and the way out.
*/
export const notServed = ({role, model}: ModelOverride): string =>
	`${model} is of a provider that no ${role} asks here: override with a model of the provider in use, or change ${role}Model in the settings.`;
