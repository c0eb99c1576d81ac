import {createHash} from 'node:crypto';
import {existsSync} from 'node:fs';
import path from 'node:path';
import type {Change} from '../domain/change.ts';
import {orConflict} from '../files/file-conflict.ts';
import {writeFiles} from '../files/write-files.ts';
import type {ShownFile} from '../domain/event.ts';
import {applyEdits} from '../patch/apply-edits.ts';
import {defaultLimits, type PatchLimits} from '../patch/limits.ts';
import {parseReply} from '../patch/parse-reply.ts';
import {pathsOf} from '../patch/paths-of.ts';
import type {Repair} from '../patch/repair.ts';
import {createWorktree} from './create-worktree.ts';
import {endOrphans} from './end-orphans.ts';
import {GitError} from './git-error.ts';
import {
	advanceRef,
	createLandingCommit,
	hasIdentity,
	hasLanded,
} from './landing.ts';
import {hashesOfShown} from './hashes-of-shown.ts';
import {listFiles} from './list-files.ts';
import {mixTrees, type Mixture} from './mix-trees.ts';
import {readTexts} from './read-texts.ts';
import {readWorktreeStates} from './read-worktree-states.ts';
import {recordPaths} from './record-paths.ts';
import {removeWorktree} from './remove-worktree.ts';
import {materializeTree, resetWorktree} from './reset-worktree.ts';
import {resolveCommit, resolveTree} from './resolve.ts';
import {createTurns} from './turns.ts';
import {hasMarker} from './worktree-marker.ts';

/**
Worktrees beside a phase's own, for trees that are part old and part new.
*/
const sides = ['old-tests', 'witness'] as const;
type Side = (typeof sides)[number];

const sideName = (name: string, side: Side): string => `${name} ${side}`;

type Refusal = {ok: false; code: string; message: string};
type Landing = {ref: string; commit: string};
type Reply = {text: string; shown?: ShownFile[]};
type OpenReply = Reply & {root: string; limits: PatchLimits};

/**
The repository as an executor uses it: named private worktrees in `directory`, and landings. `limits` are those of one patch.
*/
export function openWorkspace({root, directory, limits = defaultLimits}: {root: string; directory: string; limits?: PatchLimits}) {
	// The tree that a change or `holdTree` has put in each worktree.
	const held = new Map<string, string>();
	const locationOf = (name: string) => path.join(directory, directoryName(name));

	// Worktrees that are being made ready for a reply, while its Builder writes it.
	const prepared = new Map<string, {commit: string; ready: Promise<string>}>();
	const used = new Set<string>();
	// An attempt that was cut off does not wait for its worktree, and the next one asks for it too: two gits would break each other's index.
	const inTurn = createTurns();
	const hasOwnIdentity = remember(async () => hasIdentity(root));
	const trees = new Map<string, Promise<string>>();
	const treeOf = remember(async (commit: string) => resolveTree(root, commit), trees);

	const checkOut = async (name: string, commit: string): Promise<string> => {
		const location = locationOf(name);
		prepared.delete(name);
		held.delete(name);
		return inTurn(name, async () => {
			if (!used.has(name)) {
				await endOrphans(location);
				used.add(name);
			}

			await putCommit(root, location, commit);
			return location;
		});
	};

	const takePrepared = async (name: string, commit: string): Promise<string> => {
		const preparation = prepared.get(name);
		prepared.delete(name);
		const location = await preparation?.ready;
		return location !== undefined && preparation?.commit === commit ? location : checkOut(name, commit);
	};

	const holdTree = async (name: string, base: string, tree: string): Promise<string> => {
		if (held.get(name) !== tree) {
			await materializeTree(await checkOut(name, base), tree);
			held.set(name, tree);
		}

		return locationOf(name);
	};

	return {
		checkOut,
		async prepareWorktree(name: string, commit: string): Promise<void> {
			const known = prepared.get(name);
			const ready = known?.commit === commit ? known.ready : checkOut(name, commit);
			prepared.set(name, {commit, ready});
			await ready;
		},
		holdTree,
		async applyReply(name: string, base: string, reply: Reply): Promise<Refusal | {ok: true; change: Change}> {
			const [worktree, baseTree] = await Promise.all([takePrepared(name, base), treeOf(base)]);
			const result = await applyInWorktree(worktree, {base, baseTree}, {...reply, root, limits});
			if (result.ok) {
				held.set(name, result.change.tree);
			}

			return result;
		},
		async removeWorktree(name: string): Promise<void> {
			await Promise.all([name, ...sides.map(side => sideName(name, side)).filter(own => existsSync(locationOf(own)))].map(async own => {
				prepared.delete(own);
				held.delete(own);
				await inTurn(own, async () => {
					await endOrphans(locationOf(own));
					await removeWorktree(root, locationOf(own));
				});
			}));
		},
		async holdMixture(name: string, base: string, {side, ...mixture}: Mixture & {side: Side}): Promise<{directory: string; tree: string}> {
			const tree = await mixTrees(root, mixture);
			return {directory: await holdTree(sideName(name, side), base, tree), tree};
		},
		readTexts: async (tree: string, paths: string[]) => readTexts(root, tree, paths),
		listPaths: async (tree: string) => (await listFiles(root, tree)).map(file => file.path),
		treeOf,
		headOf: async (ref: string) => resolveCommit(root, ref),
		async createCommit(commit: {tree: string; parent: string; message: string}) {
			const made = await createLandingCommit(root, {...commit, isIdentified: await hasOwnIdentity()});
			trees.set(made, Promise.resolve(commit.tree));
			return made;
		},
		advanceRef: async (move: {ref: string; from: string; to: string}) => advanceRef(root, move),
		hasLanded: async (landing: Landing) => hasLanded(root, landing),
	};
}

/**
Asks once for each argument: what a commit's tree is does not change, and who the user is does not while a run is executed.
*/
function remember<Result>(ask: (argument: string) => Promise<Result>, answers = new Map<string, Promise<Result>>()): (argument?: string) => Promise<Result> {
	return async (argument = '') => {
		const answer = answers.get(argument) ?? ask(argument);
		answers.set(argument, answer);
		return answer;
	};
}

/**
A name may be any text; a directory's may not. The hash keeps apart what looks the same without its other characters.
*/
function directoryName(name: string): string {
	const hash = createHash('sha256').update(name).digest('hex').slice(0, 8);
	return `${name.replaceAll(/[^\w\-]+/gv, '-').slice(0, 40)}-${hash}`;
}

/**
Takes the worktree that is there, else, or when it is broken, a new one.
*/
async function putCommit(root: string, location: string, commit: string): Promise<void> {
	if (await hasMarker(location)) {
		try {
			await resetWorktree(location, commit);
			return;
		} catch (error) {
			if (!(error instanceof GitError)) {
				throw error;
			}
		}
	}

	await createWorktree(root, location, commit);
}

async function applyInWorktree(worktree: string, {base, baseTree}: {base: string; baseTree: string}, reply: OpenReply): Promise<Refusal | {ok: true; change: Change}> {
	const applied = await orConflict(async () => writeEdits(worktree, base, reply));
	if (!applied.ok) {
		return applied;
	}

	const {paths, notes, repairs} = applied;
	const {tree, diff, files} = await recordPaths(worktree, base, paths);
	return files.length === 0
		? {ok: false, code: 'unchanged', message: 'The patch changes nothing that git would record.'}
		: {
			ok: true,
			change: {
				baseTree, tree, diff, files, notes, repairs,
			},
		};
}

async function writeEdits(worktree: string, base: string, {text, shown, root, limits}: OpenReply): Promise<Refusal | {ok: true; paths: string[]; notes: string[]; repairs: Repair[]}> {
	const parsed = parseReply(text, limits);
	if (!parsed.ok) {
		return parsed;
	}

	const before = await readWorktreeStates(worktree, pathsOf(parsed.edits));
	const read = shown && await hashesOfShown(root, base, {shown, states: before});
	const applied = applyEdits(parsed.edits, before, {limits, read});
	if (!applied.ok) {
		return applied;
	}

	const {writes, notes, repairs} = applied;
	await writeFiles(worktree, {writes, before});
	return {
		ok: true, paths: writes.map(write => write.path), notes, repairs,
	};
}
