import {attemptOf, type Session} from './session.ts';

type Ids = {phaseId: string; attempt: number};

/**
What an attempt needs and the Builder does not: its worktree, and the results of the checks on its base. Both are made ready while the Builder writes.
*/
export async function prepare(session: Session, ids: Ids): Promise<void> {
	const {base} = attemptOf(session, ids);
	await Promise.all([session.services.workspace.prepareWorktree(ids.phaseId, base), prepareChecks(session, ids)]);
}

const baseWorktree = 'base';

/**
Runs the checks on the attempt's base, or finds their results in the cache, while the Builder writes.
*/
export async function prepareChecks(session: Session, ids: {phaseId: string; attempt: number}): Promise<void> {
	const {workspace, checks} = session.services;
	const {base} = attemptOf(session, ids);
	const signal = session.signalOf(ids.phaseId);
	await checks.prepare({
		directory: async () => workspace.checkOut(baseWorktree, base),
		tree: await workspace.treeOf(base),
	}, signal);
}
