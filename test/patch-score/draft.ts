import type {Change, FileChange, Hunk} from './change.ts';
import type {Style} from './style.ts';

export type Format = 'unified' | 'search-replace' | 'envelope' | 'whole';

export const formats: readonly Format[] = ['unified', 'search-replace', 'envelope', 'whole'];

/**
What a repository holds at a path. Other kinds than files have no text.
*/
export type TreeFile = {text: string; executable: boolean; kind?: 'symlink' | 'behind-symlink' | 'directory' | 'submodule'; bytes?: Uint8Array};

export type Tree = ReadonlyMap<string, TreeFile>;

/**
What a reply must do: `must_apply` has one right answer, `may_apply` may be refused but never applied otherwise, `must_refuse` changes nothing.
*/
export type CaseClass = 'must_apply' | 'may_apply' | 'must_refuse';

/**
One file of a reply before it is written as text. `text` is the whole file where the format sends it whole. `header` stands before a diff's hunks.
*/
export type FilePatch = {
	action: 'update' | 'create' | 'delete';
	path: string;
	to?: string;
	executable: boolean;
	header: string[];
	hunks: Hunk[];
	text: string;
};

/**
By what lines count as the same when it is asked whether a place is the only one: the least that the damage needs.
*/
export type Likeness = 'exact' | 'end' | 'trim' | 'plain' | 'loose' | 'unchecked';

/**
A case in the making. Damages take a draft and give another; `render` makes the reply of it. `after` is what must come out.
*/
export type Draft = {
	format: Format;
	files: FilePatch[];
	before: Tree;
	after: Tree;
	class: CaseClass;
	likeness: Likeness;
	style: Style;
	/**
	What happens to the reply's text, in this order.
	*/
	onText: Array<(reply: string) => string>;
	/**
	The code that a refusal must have, where the kind of refusal matters.
	*/
	code?: string;
};

export const mapFiles = (draft: Draft, map: (file: FilePatch, index: number) => FilePatch): Draft => ({...draft, files: draft.files.map((file, index) => map(file, index))});

export const mapHunks = (draft: Draft, map: (hunk: Hunk, file: FilePatch) => Hunk): Draft =>
	mapFiles(draft, file => ({...file, hunks: file.hunks.map(hunk => map(hunk, file))}));

export const hunksOf = (draft: Draft): Hunk[] => draft.files.flatMap(file => file.hunks);

export const updatesOf = (draft: Draft): FilePatch[] => draft.files.filter(file => file.action === 'update');

export function withText(tree: Tree, path: string, text: string): Tree {
	return new Map([...tree, [path, {...tree.get(path)!, text}]]);
}

export function treesOf({files}: Change): {before: Tree; after: Tree} {
	const before = new Map(files.filter(file => file.before).map(file => [file.path, file.before!]));
	const after = new Map(files.filter(file => file.after).map(file => [file.to ?? file.path, file.after!]));
	return {before, after};
}

export const isExecutableGained = (file: FileChange): boolean => file.after !== undefined && file.after.executable && !file.before?.executable;
