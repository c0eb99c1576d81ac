import {onTestFinished} from 'vitest';
import {createModelRouting} from '../../source/compose/model-routing.ts';
import type {Plan} from '../../source/domain/plan.ts';
import type {Journal} from '../../source/journal/journal.ts';
import {modelSettingsSchema} from '../../source/models/settings.ts';
import {createSupervisorApp, type SupervisorAppOptions} from '../../source/supervisor/server/app.ts';
import {listen} from '../../source/supervisor/server/listen.ts';

export const smallPlan: Plan = {
	run: {
		run_id: 'demo', safety_profile: 'normal', run_scope: 'multi_tier', token_cap: 200_000, max_phases: 9, max_duration_minutes: 600,
	},
	tiers: [{tier_id: 'T2', tier_index: 1, name: 'Second'}, {tier_id: 'T1', tier_index: 0, name: 'First'}],
	phases: [
		{
			phase_id: 'auth', phase_index: 0, tier_id: 'T2', name: 'Authentication', complexity: 'high', task_category: 'security_auth_change',
		},
		{
			phase_id: 'uk', phase_index: 0, tier_id: 'T1', name: 'UK pack', description: 'Write the pack.', acceptance_criteria: ['tests pass'],
		},
		{
			phase_id: 'search', phase_index: 1, tier_id: 'T1', name: 'Search',
		},
	],
};

/**
What the app of a Supervisor needs; its models are the default ones, and no provider is set up.
*/
export const supervisorOptions = (journal: Journal): SupervisorAppOptions => ({
	journal, version: '1.2.3', recordReports: true, integrationStatus: async () => undefined, modelRouting: createModelRouting(journal, modelSettingsSchema.parse({})),
});

/**
Our own Supervisor over a journal, on a free loopback port until the test ends.
*/
export async function serveSupervisor(journal: Journal, options: Partial<SupervisorAppOptions> & {port?: number} = {}) {
	const {port = 0, ...appOptions} = options;
	const app = createSupervisorApp({...supervisorOptions(journal), ...appOptions});
	const server = await listen(app, {port, apiKey: appOptions.apiKey});
	let isOpen = true;
	const close = async () => {
		if (!isOpen) {
			return;
		}

		isOpen = false;
		await server.close();
	};

	onTestFinished(close);
	return {url: server.url, close};
}

/**
Status and JSON of one request.
*/
export async function call(url: string, body?: unknown, headers: Record<string, string> = {}): Promise<{status: number; json: unknown}> {
	const response = await fetch(url, body === undefined
		? {headers}
		: {method: 'POST', headers: {'content-type': 'application/json', ...headers}, body: JSON.stringify(body)});
	return {status: response.status, json: await response.json()};
}
