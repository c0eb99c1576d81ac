import type {Hunk} from '../edit.ts';
import {comparisons, type Comparison} from './comparisons.ts';

/**
One step of the ladder: how lines are compared, and where they have to stand. `whole`: one after the other; `blanks`: but for blank lines that may be added ones;
`loose`: context may differ, removed lines and the neighbours of each change may not.
*/
export type Rung = {comparison: Comparison; structure: 'whole' | 'blanks' | 'loose'};

/**
The ladder, from strict to lenient: first all comparisons with every line in its place, then the same with context that differs.
*/
export const rungs: readonly Rung[] = [
	...comparisons.flatMap((comparison): Rung[] => [{comparison, structure: 'whole'}, {comparison, structure: 'blanks'}]),
	...comparisons.slice(2).map((comparison): Rung => ({comparison, structure: 'loose'})),
];

const forBlanks = new Set(['exact', 'trailing_whitespace', 'line_endings']);

/**
Whether a rung is for a hunk: old lines without text are compared strictly, only lines that had a prefix can have lost it, and a last line that may be cut off has to fit.
*/
export function isRungFor({comparison, structure}: Rung, {hasPrefixes, mayBeCut, lines}: Hunk): boolean {
	const hasText = lines.some(line => line.kind !== 'added' && line.text.trim() !== '');
	const isForBlanks = structure === 'whole' && forBlanks.has(comparison.name);
	return !(structure === 'loose' && mayBeCut) && (hasText || isForBlanks) && (hasPrefixes || (structure !== 'blanks' && comparison.name !== 'leading_space'));
}
