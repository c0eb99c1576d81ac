import type {Draft, Format} from '../draft.ts';
import type {Random} from '../random.ts';

/**
One way in which models, or files that moved on, spoil a patch. `apply` gives undefined where it has nothing to spoil or the right answer would be lost.
*/
export type Damage = {
	name: string;
	formats: readonly Format[];
	apply: (draft: Draft, random: Random) => Draft | undefined;
};

export const edits: readonly Format[] = ['unified', 'search-replace', 'envelope'];
export const prefixed: readonly Format[] = ['unified', 'envelope'];
export const all: readonly Format[] = ['unified', 'search-replace', 'envelope', 'whole'];

/**
The damaged draft, if any of its files is another one for it.
*/
export const changed = (before: Draft, after: Draft): Draft | undefined =>
	JSON.stringify(before.files) === JSON.stringify(after.files) ? undefined : after;
