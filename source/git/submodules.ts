import type {FileState} from '../patch/file-state.ts';

const maxArgumentsLength = 100_000;

/**
Arguments of the git that tells the submodules at or above the paths, from the index: of the checkout that is there, committed or not.
*/
export function submoduleQuestion(paths: readonly string[]): string[] {
	const candidates = [...new Set(paths.flatMap(file => chainOf(file)))];
	// A command line has its limit; then all of the index is read.
	const isShort = candidates.reduce((sum, {length}) => sum + length, 0) < maxArgumentsLength;
	return ['--literal-pathspecs', 'ls-files', '--stage', '-z', '--', ...isShort ? candidates : []];
}

/**
The states with each path as a submodule that is one or lies in one: nothing there belongs to this repository. `answer` is what git said to `submoduleQuestion`.
*/
export function markSubmodules(states: ReadonlyMap<string, FileState>, answer: string): Map<string, FileState> {
	const gitlinks = answer.split('\0').filter(line => line.startsWith('160000 '));
	const submodules = new Set(gitlinks.map(line => line.slice(line.indexOf('\t') + 1)));
	return new Map([...states].map(([file, state]) => [file, chainOf(file).some(step => submodules.has(step)) ? {kind: 'submodule'} : state]));
}

/**
The path after each of its steps: `a`, `a/b`, `a/b/c`.
*/
function chainOf(file: string): string[] {
	const parts = file.split('/');
	return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}
