import {runGit} from './run-git.ts';

/**
A commit; `at` is when it was committed, in ISO 8601 as git tells it.
*/
export type LoggedCommit = {commit: string; at: string; message: string};

/**
The commits that `head` has and `base` has not, newest first.
*/
export async function logBranch(root: string, base: string, head: string): Promise<LoggedCommit[]> {
	const output = await runGit(root, ['log', '-z', '--no-color', '--no-show-signature', '--format=%H%n%cI%n%B', '--end-of-options', `${base}..${head}`]);
	return output.split('\0').filter(Boolean).map(record => {
		const [commit = '', at = '', ...message] = record.split('\n');
		return {commit, at, message: message.join('\n').trimEnd()};
	});
}
