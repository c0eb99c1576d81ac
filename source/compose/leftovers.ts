import {createHash} from 'node:crypto';
import os from 'node:os';
import process from 'node:process';
import {markerVariable} from '../checks/process/child-environment.ts';
import {killMarked, waitForMarked} from '../checks/process/kill-processes.ts';
import type {RunEvent} from '../domain/event.ts';
import {gitMarker} from '../git/git-environment.ts';

const checkMarker = (worktrees: string): string => `run-${createHash('sha256').update(worktrees).digest('hex').slice(0, 24)}`;

/**
The environment for a run's checks: they carry a marker by which the next session finds those that a killed one left. `worktrees` is the run's own directory.
*/
export const markChecks = (environment: NodeJS.ProcessEnv, worktrees: string): NodeJS.ProcessEnv => ({
	...environment, [markerVariable]: [environment[markerVariable], checkMarker(worktrees)].filter(Boolean).join(':'),
});

/**
Sees to it that nothing of the run's earlier sessions is at work any more. Checks that a killed one left are killed;
its git commands come to their end by themselves, because a killed git leaves locks behind.
*/
export async function settleLeftovers(past: RunEvent[], worktrees: string): Promise<void> {
	await killMarked(checkMarker(worktrees));
	const here = os.hostname();
	const pids = new Set(past.flatMap(event => event.type === 'run.started' && event.executor.host === here ? [event.executor.pid] : []));
	pids.delete(process.pid);
	await waitForMarked([...pids].map(pid => gitMarker(pid)));
}
