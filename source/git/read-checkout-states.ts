import {readFileStates} from '../files/read-file-states.ts';
import type {FileState} from '../patch/file-state.ts';
import {failureOf, tryGit} from './run-git.ts';
import {markSubmodules, submoduleQuestion} from './submodules.ts';

/**
As `readWorktreeStates`, of a directory of somebody else's, anywhere in a checkout. Throws GitError when git cannot say what is a submodule there.
*/
export async function readCheckoutStates(directory: string, paths: readonly string[]): Promise<Map<string, FileState>> {
	const question = submoduleQuestion(paths);
	const [states, answer] = await Promise.all([readFileStates(directory, paths), tryGit(directory, question)]);
	if (answer.exitCode !== 0 && !isNoCheckout.test(answer.stderr)) {
		throw failureOf(directory, question, answer);
	}

	return markSubmodules(states, answer.exitCode === 0 ? answer.stdout : '');
}

const isNoCheckout = /not a git repository|must be run in a work tree/v;
