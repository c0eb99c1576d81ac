import {logBranch} from '../git/log-branch.ts';
import {resolveCommit} from '../git/resolve.ts';
import type {IntegrationStatus} from '../supervisor/server/answers.ts';

/**
Tells where a run's integration branch is in the workspace's repository, against the head that the user's checkout has.
*/
export const integrationStatusOf = (root: string) => async (runId: string): Promise<IntegrationStatus> => {
	const branch = `autonomous/${runId}`;
	const head = await resolveCommit(root, `refs/heads/${branch}`).catch(() => undefined);
	if (head === undefined) {
		return {
			branch, exists: false, commit_count: 0, latest_commit: null, ahead_of_main: 0, behind_main: 0,
		};
	}

	const main = await resolveCommit(root, 'HEAD');
	const [ahead, behind] = await Promise.all([logBranch(root, main, head), logBranch(root, head, main)]);
	return {
		branch, exists: true, commit_count: ahead.length, latest_commit: head, ahead_of_main: ahead.length, behind_main: behind.length,
	};
};
