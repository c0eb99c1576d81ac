import type {FileChange} from '../domain/change.ts';
import {runGit} from './run-git.ts';

const options = ['-r', '-M', '--no-ext-diff', '--no-textconv', '--no-color'];

/**
What changed from one tree or commit to another: the diff as text (of binary files it says that they differ) and its files with their counts of lines, renames found.
*/
export async function diffTrees(root: string, from: string, to: string): Promise<{diff: string; files: FileChange[]}> {
	const [diff, summary] = await Promise.all([
		runGit(root, ['diff-tree', '-p', ...options, from, to]),
		runGit(root, ['diff-tree', '--raw', '--numstat', '-z', ...options, from, to]),
	]);
	return {diff, files: readSummary(summary)};
}

/**
With -z, the raw records come first (`:modes hashes status`, path, and for a rename the new path), then those of numstat
(`added TAB removed TAB path`, and for a rename an empty path, then both). Source: git-diff-tree(1), "Raw output format" and "Other diff formats".
*/
function readSummary(summary: string): FileChange[] {
	const fields = summary.split('\0').values();
	const next = () => fields.next().value ?? '';
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

const statusOf = (letter: string) => statuses[letter] ?? 'modified';
const statuses: Record<string, FileChange['status']> = {A: 'added', D: 'deleted', R: 'renamed'};

// Of a binary file there are no lines: "-".
const countOf = (text: string) => text === '-' ? 0 : Number(text);
