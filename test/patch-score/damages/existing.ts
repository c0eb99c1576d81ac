import {linesOf, oldTexts} from '../change.ts';
import {
	mapFiles,
	updatesOf,
	type Draft,
	type FilePatch,
} from '../draft.ts';
import {placesOf} from '../places.ts';
import type {Random} from '../random.ts';
import {all, edits, type Damage} from './damage.ts';

/**
The files are already what the patch makes of them. Not for a hunk that takes away one of several lines that are alike: its text asks for the next one.
*/
function alreadyApplied(draft: Draft): Draft | undefined {
	const isRepeatable = updatesOf(draft).some(file => {
		const lines = linesOf(draft.after.get(file.to ?? file.path)!.text);
		return file.hunks.some(hunk => hunk.lines.every(({kind}) => kind !== '+') && placesOf(lines, oldTexts(hunk), 1).length > 0);
	});
	return isRepeatable
		? undefined
		: {
			...draft, before: draft.after, class: 'must_refuse', code: 'already_applied',
		};
}

/**
A file to be created is there, with another text.
*/
function addExists(draft: Draft, random: Random): Draft | undefined {
	const created = draft.files.find(file => file.action === 'create' && draft.after.get(file.path)!.text.trim() !== '');
	if (created) {
		const text = random.pick(['VALUE = 1\n', `${draft.after.get(created.path)!.text}extra = True\n`, 'import os\n\n\ndef main():\n    return os.getcwd()\n']);
		return {...draft, before: new Map([...draft.before, [created.path, {text, executable: false}]]), class: 'must_refuse'};
	}

	const file = draft.files.find(candidate => candidate.action === 'update' && candidate.to === undefined && candidate.hunks.length > 0);
	const after = file && draft.after.get(file.path)!.text;
	return !file || !after?.endsWith('\n') || after.includes('\r') || linesOf(after).length > 500 || draft.before.get(file.path)!.text.trim() === '' ? undefined : {...mapFiles(draft, other => other === file ? creationOf(file, after) : other), class: 'must_refuse'};
}

function creationOf(file: FilePatch, text: string): FilePatch {
	const lines = linesOf(text);
	return {
		...file,
		action: 'create',
		text,
		header: file.header.length === 0 ? [] : [`diff --git a/${file.path} b/${file.path}`, 'new file mode 100644', 'index 0000000..3b18e51', '--- /dev/null', `+++ b/${file.path}`],
		hunks: file.header.length === 0
			? []
			: [{
				lines: lines.map(line => ({kind: '+', text: line})), at: 0, section: '', stated: {
					old: 0, new: 1, oldCount: 0, newCount: lines.length,
				},
			}],
	};
}

export const existingDamages: readonly Damage[] = [
	{name: 'already_applied', formats: all, apply: alreadyApplied},
	{name: 'add_exists', formats: edits, apply: addExists},
];
