import {expect, test} from 'vitest';
import {pollStanding} from '../../source/compose/supervisor.ts';
import {createSupervisorClient} from '../../source/supervisor/client.ts';
import {json, startAnsweringServer} from '../helpers/answering-server.ts';
import {planOf} from '../helpers/scripted-run.ts';

/**
Whether a server that says this of a run may queue more phases.
*/
async function isQueueing(health: Record<string, unknown>, state: string, phaseState: string) {
	const record = {
		id: 'r', state, tiers: [{
			id: 1, tier_id: 't', tier_index: 0, name: 'T', state: 'IN_PROGRESS', phases: [{
				id: 1, phase_id: 'p1', phase_index: 0, name: 'One', state: phaseState,
			}],
		}],
	};
	const {url} = await startAnsweringServer(({path}) => path === '/openapi.json' ? json(404, {detail: 'Not Found'}) : json(200, path === '/health' ? health : record));
	const standing = await pollStanding({client: createSupervisorClient({baseUrl: url}), isEmbedded: false, url}, 'r', planOf([{}]));
	return standing?.isQueueing;
}

const ours = {status: 'healthy', service: 'autopack-supervisor'};
const classic = {status: 'healthy'};

test.each([
	['is still being planned', 'PLAN_BOOTSTRAP', 'QUEUED', true],
	['is being queued, with all phases so far done', 'PHASE_QUEUEING', 'COMPLETE', true],
	['has phases that are QUEUED still', 'PHASE_QUEUEING', 'QUEUED', false],
	['is done', 'DONE_SUCCESS', 'COMPLETE', false],
] as const)('a run that %s', async (_, state, phaseState, expected) => {
	expect(await isQueueing(ours, state, phaseState)).toBe(expected);
});

test('a run of a classic server has the state it was created with, for ever', async () => {
	expect(await isQueueing(classic, 'PHASE_QUEUEING', 'COMPLETE')).toBe(false);
});
