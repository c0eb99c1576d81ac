import type {CaseClass, Format, Tree} from './draft.ts';

/**
One reply to apply to one tree, and what must come of it. `code` is the refusal's code where its kind matters.
*/
export type Case = {
	id: string;
	damage: string;
	format: Format;
	class: CaseClass;
	reply: string;
	before: Tree;
	after: Tree;
	code?: string;
};
