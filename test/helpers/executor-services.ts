import path from 'node:path';
import process from 'node:process';
import {createChecks} from '../../source/checks/create-checks.ts';
import {checksSettingsSchema} from '../../source/checks/settings.ts';
import type {EventOf} from '../../source/domain/event.ts';
import type {Plan} from '../../source/domain/plan.ts';
import type {Services} from '../../source/executor/ports.ts';
import type {SessionOptions} from '../../source/executor/session.ts';
import {openWorkspace} from '../../source/git/open-workspace.ts';
import {createRoles} from '../../source/models/create-roles.ts';
import {modelSettingsSchema} from '../../source/models/settings.ts';

/**
What an executor session gets, on a real repository and journal; its models are at a port where nobody answers.
*/
export function executorServices(log: Services['log'], {root, directory}: {root: string; directory: string}): Services {
	return {
		log,
		...createRoles(modelSettingsSchema.parse({openai: {baseUrl: 'http://127.0.0.1:9/v1'}, maxRetries: 0})),
		workspace: openWorkspace({root, directory: path.join(directory, 'worktrees')}),
		checks: createChecks(checksSettingsSchema.parse({
			cacheDirectory: path.join(directory, 'cache'), checks: [{name: 'noop', command: ['true'], kind: 'tests'}],
		}), {workspace: root, env: process.env}),
		selectContext: async () => ({paths: [], files: []}),
		poll: async () => undefined,
		onDelta: () => undefined,
	};
}

export const startAt = (head: string, plan: Plan): EventOf<'run.started'> => ({
	type: 'run.started', resumed: false, executor: {pid: process.pid, host: 'host', version: '0'}, plan,
	branch: `autonomous/${plan.run.run_id}`, base: head, head, maxAttempts: 3, strictness: 'normal', auditors: ['openai'],
});

export const sessionOptions = (runId: string, pollIntervalMs: number): SessionOptions => ({
	runId, policy: {maxPhases: Infinity, stopOnFailure: false}, answerer: 'unattended', pollIntervalMs, signal: new AbortController().signal,
});
