import type {FileChange} from '../domain/change.ts';
import {runGit, runInWorktree} from './run-git.ts';

type Difference = {diff: string; files: FileChange[]};

const options = ['-M', '--raw', '--numstat', '-p', '-z', '--no-ext-diff', '--no-textconv', '--no-color', '--text'];

/**
What changed from one tree or commit to another: the diff as text (whatever attributes call binary, too: keys may hide there) and its files with their counts of lines, renames found.
*/
export const diffTrees = async (root: string, from: string, to: string): Promise<Difference> =>
	readDifference(await runGit(root, ['diff-tree', '-r', ...options, from, to]));

/**
As diffTrees, from a commit to the worktree's index.
*/
export const diffIndex = async (worktree: string, from: string): Promise<Difference> =>
	readDifference(await runInWorktree(worktree, ['diff-index', '--cached', ...options, from, '--']));

function readDifference(output: string): Difference {
	const {next, rest} = createFieldReader(output);
	const files = readSummary(next);
	return {diff: rest(), files};
}

/**
With -z, the raw records come first (`:modes hashes status`, path, and for a rename the new path), then those of numstat
(`added TAB removed TAB path`, and for a rename an empty path, then both), then an empty field before the patch.
Source: git-diff-tree(1), "Raw output format" and "Other diff formats".
*/
function readSummary(next: () => string): FileChange[] {
	const statusOfPath = new Map<string, FileChange['status']>();
	const files: FileChange[] = [];
	for (let field = next(); field !== ''; field = next()) {
		if (field.startsWith(':')) {
			const letter = field.split(' ', 5)[4]!.charAt(0);
			const path = next();
			statusOfPath.set(letter === 'R' ? next() : path, statusOf(letter));
		} else {
			const [added, removed, ...rest] = field.split('\t');
			const single = rest.join('\t');
			const from = single === '' ? next() : undefined;
			const path = from === undefined ? single : next();
			files.push({
				path, ...(from !== undefined && {from}), status: statusOfPath.get(path)!, linesAdded: countOf(added!), linesRemoved: countOf(removed!),
			});
		}
	}

	return files;
}

/**
Takes one NUL-terminated field after the other off a text: empty ones at its end. The rest may have NULs of its own.
*/
function createFieldReader(text: string) {
	let position = 0;
	return {
		next() {
			const end = text.indexOf('\0', position);
			const field = text.slice(position, Math.max(position, end));
			position = end === -1 ? text.length : end + 1;
			return field;
		},
		rest: () => text.slice(position),
	};
}

const statusOf = (letter: string) => statuses[letter] ?? 'modified';
const statuses: Record<string, FileChange['status']> = {A: 'added', D: 'deleted', R: 'renamed'};

// Of a binary file there are no lines: "-".
const countOf = (text: string) => text === '-' ? 0 : Number(text);
