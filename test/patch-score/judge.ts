import {applyEdits} from '../../source/patch/apply-edits.ts';
import type {FileState, FileWrite} from '../../source/patch/file-state.ts';
import {parseReply} from '../../source/patch/parse-reply.ts';
import {pathsOf} from '../../source/patch/paths-of.ts';
import type {Case} from './case.ts';
import type {Tree, TreeFile} from './draft.ts';

type Refusal = {ok: false; code: string; message: string};

/**
Turns a reply and the state of files into writes or a refusal: what is being measured.
*/
export type Applier = (reply: string, stateOf: (path: string) => FileState) => Refusal | {ok: true; writes: FileWrite[]};

export type Verdict = {
	outcome: 'right' | 'refused' | 'wrong';
	/**
	What of a refusal is not as it must be: its code, or too short a message; or what an applier threw.
	*/
	fault?: string;
	refusal?: Refusal;
	writes?: FileWrite[];
	durationMs: number;
};

const autopackApplier: Applier = (reply, stateOf) => {
	const parsed = parseReply(reply);
	return parsed.ok ? applyEdits(parsed.edits, new Map(pathsOf(parsed.edits).map(path => [path, stateOf(path)]))) : parsed;
};

const encoder = new TextEncoder();

/**
Applies a case and says what came of it. Nothing is right but the very bytes and modes of all files. The time is that of the applier alone, in milliseconds.
*/
export function judge({reply, before, after, code, class: kind}: Case, applier: Applier = autopackApplier): Verdict {
	const states = new Map([...before].map(([path, file]) => [path, stateOf(file)]));
	const began = performance.now();
	const result = attempt(() => applier(reply, path => states.get(path) ?? {kind: 'missing'}));
	const durationMs = performance.now() - began;
	if ('thrown' in result) {
		return {outcome: 'wrong', fault: result.thrown, durationMs};
	}

	if (result.ok) {
		const isRight = kind !== 'must_refuse' && isSame(written(before, result.writes), after);
		return {outcome: isRight ? 'right' : 'wrong', writes: result.writes, durationMs};
	}

	const fault = faultOf(result, code);
	return {
		outcome: 'refused', refusal: result, ...(fault !== undefined && {fault}), durationMs,
	};
}

/**
An applier that throws is wrong, whatever the case, and must not end the measure.
*/
function attempt<Result>(apply: () => Result): Result | {thrown: string} {
	try {
		return apply();
	} catch (error) {
		return {thrown: String(error)};
	}
}

function faultOf(refusal: Refusal, code: string | undefined): string | undefined {
	if (refusal.code === '' || refusal.message.length <= 20) {
		return 'says too little';
	}

	if ('writes' in refusal) {
		return 'holds writes';
	}

	return code === undefined || code === refusal.code ? undefined : refusal.code;
}

const stateOf = ({text, executable, kind, bytes}: TreeFile): FileState => kind === undefined ? {kind: 'file', content: bytes ?? encoder.encode(text), executable} : {kind};

function written(before: Tree, writes: readonly FileWrite[]): Tree {
	const tree = new Map(before);
	for (const {path, content, executable} of writes) {
		if (content === undefined) {
			tree.delete(path);
		} else {
			tree.set(path, {text: content, executable: executable ?? false});
		}
	}

	return tree;
}

const isSame = (got: Tree, expected: Tree): boolean => got.size === expected.size
	&& [...expected].every(([path, {text, executable}]) => got.get(path)?.text === text && got.get(path)?.executable === executable);
