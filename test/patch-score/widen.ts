import type {Hunk, PatchLine, Run} from './change.ts';
import {placesOf} from './places.ts';

/**
Hunks with the least context from `least` lines up whose old lines are not all blank and stand once in the file; those that touch become one. Undefined if not even the most context makes a place unique.
*/
export function widen(lines: readonly string[], runs: readonly Run[], {least, most}: {least: {above: number; below: number}; most: number}): Hunk[] | undefined {
	const contexts = runs.map(() => ({...least}));
	for (let turn = 0; turn <= most * runs.length; turn++) {
		const groups = group(lines, runs, contexts);
		const vague = groups.filter(({first, last}) => {
			const hunk = hunkOf(lines, runs.slice(first, last + 1), contexts.slice(first, last + 1));
			const old = hunk.lines.filter(({kind}) => kind !== '+').map(({text}) => text);
			return lines.length > 0 && (old.every(line => line.trim() === '') || placesOf(lines, old, 2).length !== 1);
		});
		if (vague.length === 0) {
			return groups.map(({first, last}) => hunkOf(lines, runs.slice(first, last + 1), contexts.slice(first, last + 1)));
		}

		for (const {first, last} of vague) {
			contexts[first]!.above++;
			contexts[last]!.below++;
			if (contexts[first]!.above > most) {
				return undefined;
			}
		}
	}

	return undefined;
}

type Context = {above: number; below: number};

function group(lines: readonly string[], runs: readonly Run[], contexts: readonly Context[]): Array<{first: number; last: number}> {
	const groups: Array<{first: number; last: number}> = [];
	let end = -1;
	for (const [index, run] of runs.entries()) {
		if (groups.length > 0 && run.at - contexts[index]!.above < end) {
			groups.at(-1)!.last = index;
		} else {
			groups.push({first: index, last: index});
		}

		end = Math.min(lines.length, run.at + run.removed.length + contexts[index]!.below);
	}

	return groups;
}

function hunkOf(lines: readonly string[], runs: readonly Run[], contexts: readonly Context[]): Hunk {
	const start = Math.max(0, runs[0]!.at - contexts[0]!.above);
	const last = runs.at(-1)!;
	const end = Math.min(lines.length, last.at + last.removed.length + contexts.at(-1)!.below);
	const body: PatchLine[] = [];
	let at = start;
	const context = (to: number): void => {
		body.push(...lines.slice(at, to).map(text => ({kind: ' ', text}) as const));
		at = to;
	};

	for (const run of runs) {
		context(run.at);
		body.push(...run.removed.map(text => ({kind: '-', text}) as const), ...run.added.map(text => ({kind: '+', text}) as const));
		at += run.removed.length;
	}

	context(end);
	return {
		lines: body, at: start, section: '', stated: {
			old: start + 1, new: start + 1, oldCount: end - start, newCount: body.filter(({kind}) => kind !== '-').length,
		},
	};
}
