import {expect, test} from 'vitest';
import {startModels} from '../helpers/models-server.ts';
import {startServe} from '../helpers/serve.ts';
import {eventsOf, smallPlan, smallWorkspace} from '../helpers/small-workspace.ts';
import {call} from '../helpers/supervisor-server.ts';

const everywhere = {
	role: 'builder', category: '*', complexity: '*', model: 'everywhere', scope: 'global',
};

test('models that were overridden by HTTP are asked from the next session on: everywhere or in one run, by category and complexity', async () => {
	const {url, asked} = await startModels();
	const plan = smallPlan([{complexity: 'low'}, {complexity: 'high'}, {task_category: 'docs'}]);
	const workspace = await smallWorkspace({url, plan, settings: {builderModel: 'settled', auditorModel: 'settled'}});
	const server = await startServe(workspace);
	const override = async (more: Record<string, unknown>) => {
		const {status} = await call(`${server.url}/dashboard/models/override`, {...everywhere, ...more});
		return status;
	};

	await call(`${server.url}/runs/start`, plan);
	await call(`${server.url}/runs/start`, {...plan, run: {run_id: 'other'}});
	expect([
		await override({}),
		await override({complexity: 'high', model: 'difficult'}),
		await override({scope: 'run', run_id: 'other', model: 'not here'}),
		await override({
			scope: 'run', run_id: 'small', category: 'docs', role: 'auditor', model: 'reader',
		}),
	]).toEqual([200, 200, 200, 200]);

	expect(await workspace.run(['tui', '--run-id', 'small', '--yes'])).toMatchObject({exitCode: 0});
	expect(asked.map(({role, phase, model}) => `${role} ${phase} ${model}`)).toEqual([
		'builder one everywhere',
		'auditor one settled',
		'builder two difficult',
		'auditor two settled',
		'builder three everywhere',
		'auditor three reader',
	]);
	const named = (await eventsOf(workspace.root)).flatMap(event => event.type === 'builder.replied' ? [event.model] : []);
	expect(named).toEqual(['everywhere', 'difficult', 'everywhere']);
});

test('an override that this executor cannot follow is told, and the model of the settings is asked', async () => {
	const {url, asked} = await startModels();
	const workspace = await smallWorkspace({plan: smallPlan(), settings: {builderModel: 'settled', auditorModel: 'settled', dualAuditor: false}});
	const server = await startServe(workspace);
	expect(await call(`${server.url}/dashboard/models/override`, {...everywhere, model: 'claude-x'})).toMatchObject({status: 200});
	const {exitCode} = await workspace.run(['run', workspace.planFile, '--openai-base-url', `${url}/v1`, '--anthropic-base-url', url]);
	expect(exitCode).toBe(0);
	expect(asked.map(({role, model}) => `${role} ${model}`)).toEqual(['builder settled', 'auditor settled']);
	const warnings = (await eventsOf(workspace.root)).flatMap(event => event.type === 'warning' ? [event.message] : []);
	expect(warnings).toEqual(['claude-x is of a provider that no builder asks here: override with a model of the provider in use, or change builderModel in the settings.']);
});
