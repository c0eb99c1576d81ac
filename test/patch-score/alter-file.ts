import {applyRuns, linesOf, runsOf} from './change.ts';
import {withText, type Draft, type FilePatch} from './draft.ts';

/**
Whether a file can be altered by lines: text with a final newline before and after, without carriage returns, whose hunks say all.
*/
export function isAlterable({before, after}: Draft, file: FilePatch): boolean {
	const texts = [before.get(file.path)?.text, after.get(file.to ?? file.path)?.text];
	return file.action === 'update' && file.hunks.length > 0 && texts.every(text => text?.endsWith('\n') === true && !text.includes('\r'));
}

/**
The file moves on after the patch was written: at a line of the file before, `remove` lines go and `insert` come. The change must not be touched itself,
and nothing may come where the patch puts new lines, for then nobody knows which is first: undefined if so.
*/
export function alterFile(draft: Draft, file: FilePatch, {at, remove = 0, insert = []}: {at: number; remove?: number; insert?: string[]}): Draft | undefined {
	const runs = runsOf(file.hunks);
	const end = at + remove;
	const isAtInsertion = insert.length > remove && runs.some(run => run.removed.length === 0 && run.at >= at && run.at <= end);
	if (isAtInsertion || runs.some(run => run.at < end && run.at + run.removed.length > at) || runs.some(run => run.at > at && run.at < end)) {
		return undefined;
	}

	const lines = linesOf(draft.before.get(file.path)!.text);
	const shift = insert.length - remove;
	const moved = runs.map(run => run.at > at || (run.at === at && remove === 0 && run.removed.length > 0) || (run.at >= end && remove > 0) ? {...run, at: run.at + shift} : run);
	const altered = lines.toSpliced(at, remove, ...insert);
	const text = (of: string[]): string => of.map(line => `${line}\n`).join('');
	const hunks = file.hunks.map(hunk => hunk.at > at || (hunk.at === at && remove === 0) || (hunk.at >= end && remove > 0) ? {...hunk, at: hunk.at + shift} : hunk);
	return {
		...draft,
		before: withText(draft.before, file.path, text(altered)),
		after: withText(draft.after, file.to ?? file.path, text(applyRuns(altered, moved))),
		files: draft.files.map(other => other === file ? {...file, hunks} : other),
	};
}

/**
Whether a line lies in a hunk (0-based, of the file before), with `margin` lines around it.
*/
export function isInHunk(file: FilePatch, at: number, margin = 0): boolean {
	return file.hunks.some(hunk => at >= hunk.at - margin && at < hunk.at + hunk.lines.filter(({kind}) => kind !== '+').length + margin);
}
