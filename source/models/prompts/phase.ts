import type {Phase} from '../../domain/plan.ts';
import type {RepositoryContext} from '../../domain/roles.ts';
import {dataBlock} from './data-block.ts';

/**
A repository may have a hundred thousand files; their names alone would fill the prompt.
*/
const mostPaths = 1500;

/**
What the phase asks for, as its plan says it.
*/
export function describePhase(phase: Phase): string {
	const {name, description, task_category: category, complexity, acceptance_criteria: criteria = [], scope} = phase;
	const lines = [
		`# Phase: ${name}`,
		description,
		category && `Category: ${category}`,
		complexity && `Complexity: ${complexity}`,
		list('Acceptance criteria, all of which must hold:', criteria),
		list('Files and directories that this phase may change:', scope?.paths ?? []),
		list('Read, but do not change:', scope?.read_only_context ?? []),
	];
	return lines.filter(Boolean).join('\n\n');
}

/**
Every path, and the content of the files that were chosen. How many lines a file has is told, as the form of an answer depends on it and models count badly.
*/
export function describeRepository({paths, files}: RepositoryContext): string {
	const shown = paths.slice(0, mostPaths);
	const left = paths.length - shown.length;
	const listing = left > 0 ? [...shown, `(and ${left} more)`] : shown;
	return [
		'# Repository',
		dataBlock('paths', listing.join('\n')),
		...files.map(({path, content}) => dataBlock('file', content, {path, lines: String(countLines(content))})),
	].join('\n\n');
}

export const countLines = (text: string): number => text.split('\n').length - (text === '' || text.endsWith('\n') ? 1 : 0);

const list = (title: string, items: string[]): string =>
	items.length === 0 ? '' : [title, ...items.map(item => `- ${item}`)].join('\n');
