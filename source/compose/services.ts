import {createHash} from 'node:crypto';
import os from 'node:os';
import path from 'node:path';
import {createChecks} from '../checks/create-checks.ts';
import type {Config} from '../config.ts';
import type {Delta} from '../domain/event.ts';
import type {Phase, Plan} from '../domain/plan.ts';
import type {Auditor, Builder, RepositoryContext} from '../domain/roles.ts';
import type {Services} from '../executor/ports.ts';
import {listFiles} from '../git/list-files.ts';
import {openWorkspace} from '../git/open-workspace.ts';
import {openFileReader} from '../git/open-file-reader.ts';
import {selectContext} from '../models/select-context.ts';
import {markChecks} from './leftovers.ts';
import {checkSettings, patchLimits} from './module-settings.ts';
import type {Store} from './store.ts';
import {pollStanding, type Supervisor} from './supervisor.ts';

type Parts = {
	config: Config;
	store: Store;
	supervisor: Supervisor;
	roles: {builder: Builder; auditors: Auditor[]};
	plan: Plan;
	onDelta: (delta: Delta) => void;
};

/**
Puts together what an executor session needs of the world.
*/
export function createServices({config, store, supervisor, roles, plan, onDelta}: Parts): Services {
	const {repository: {root}, journal, directory} = store;
	const runId = plan.run.run_id;
	const worktrees = worktreesOf(config, root, runId);
	return {
		...roles,
		log: journal,
		workspace: openWorkspace({root, directory: worktrees, limits: patchLimits(config.settings)}),
		checks: createChecks(checkSettings(config.settings, directory), {workspace: root, env: markChecks(config.environment, worktrees)}),
		selectContext: createContextSelector(root),
		poll: async () => pollStanding(supervisor, runId, plan),
		onDelta,
		outputDirectoryOf: ({phaseId, attempt}) => path.join(directory, 'output', runId, phaseId.replaceAll(/[^\w\-]+/gv, '-'), String(attempt)),
	};
}

/**
Worktrees live outside the checkout: pytest and mypy look for their configuration in the directories above, and must not find the user's.
*/
export function worktreesOf({environment}: Config, root: string, runId: string): string {
	const cache = environment.XDG_CACHE_HOME || path.join(os.homedir(), '.cache');
	const repositoryId = createHash('sha256').update(root).digest('hex').slice(0, 12);
	return path.join(cache, 'autopack', 'worktrees', `${path.basename(root)}-${repositoryId}`, runId);
}

/**
The context of a phase at a commit; the auditors of an attempt get what its Builder got, so the last answer is kept.
*/
function createContextSelector(root: string) {
	let last: {key: string; context: Promise<RepositoryContext>} | undefined;
	return async (phase: Phase, commit: string, refusals: string[]) => {
		const key = JSON.stringify([phase.phase_id, commit, refusals]);
		if (last?.key !== key) {
			last = {key, context: select(root, commit, {phase, refusals})};
		}

		return last.context;
	};
}

async function select(root: string, commit: string, wanted: {phase: Phase; refusals: string[]}): Promise<RepositoryContext> {
	const reader = openFileReader(root, commit);
	try {
		return await selectContext({...wanted, files: await listFiles(root, commit), read: reader.read});
	} finally {
		await reader.close();
	}
}
