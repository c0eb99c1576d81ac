import {
	applyRuns,
	linesOf,
	oldTexts,
	runsOf,
	type Change,
	type FileChange,
	type Hunk,
} from './change.ts';
import {
	isExecutableGained,
	treesOf,
	type Draft,
	type FilePatch,
	type Format,
} from './draft.ts';
import {enclosingAnchors} from './enclosing-anchors.ts';
import {placesOf} from './places.ts';
import type {Random} from './random.ts';
import {plainStyle} from './style.ts';
import {widen} from './widen.ts';

const mostContext = 40;
const maxWholeLines = 1200;

/**
A change written in a format without any damage. Undefined if the format cannot express it.
*/
export function draftOf(change: Change, format: Format, random: Random): Draft | undefined {
	const files = change.files.map(file => patchOf(file, format, random)).filter(file => file !== undefined);
	if (files.length < change.files.length) {
		return undefined;
	}

	const style = format === 'search-replace' || format === 'whole' ? {...plainStyle, fence: '```', info: random.pick(['', 'python'])} : plainStyle;
	return {
		format, files, ...treesOf(change), class: change.files.some(file => isDoubtful(file, format)) ? 'may_apply' : 'must_apply', likeness: 'exact', style, onText: [],
	};
}

function patchOf(file: FileChange, format: Format, random: Random): FilePatch | undefined {
	const action = file.before ? (file.after ? 'update' : 'delete') : 'create';
	const patch: FilePatch = {
		action, path: file.path, to: file.to, executable: isExecutableGained(file), header: [], hunks: [], text: file.after?.text ?? '',
	};
	if (format === 'unified') {
		return {...patch, header: file.header, hunks: file.hunks};
	}

	if (patch.executable || (file.before?.executable && file.to !== undefined && format !== 'envelope') || !isExpressible(file)) {
		return undefined;
	}

	switch (format) {
		case 'whole': {
			return action === 'delete' || file.to !== undefined || patch.text === '' || linesOf(patch.text).length > maxWholeLines ? undefined : patch;
		}

		case 'search-replace': {
			return action === 'delete' || file.to !== undefined || patch.text === '' ? undefined : withHunks(patch, file, searchReplaceHunks(file, random));
		}

		case 'envelope': {
			return withHunks(patch, file, envelopeHunks(file, random));
		}
	}
}

const withHunks = (patch: FilePatch, file: FileChange, hunks: Hunk[] | undefined): FilePatch | undefined =>
	hunks === undefined || (file.before && file.after && hunks.length === 0 && file.to === undefined) ? undefined : {...patch, hunks};

/**
Only a diff can say that a final newline comes or goes; carriage returns in a file are the subject of a damage of their own.
*/
function isExpressible({before, after}: FileChange): boolean {
	const texts = [before?.text, after?.text].filter(text => text !== undefined && text !== '');
	return texts.every(text => !text!.includes('\r')) && (before && after ? texts.length === 2 && before.text.endsWith('\n') === after.text.endsWith('\n') : texts.every(text => text!.endsWith('\n')));
}

/**
Lines of seven bars are a divider and text at once; a whole file of less than half its lines looks like a fragment.
*/
function isDoubtful(file: FileChange, format: Format): boolean {
	switch (format) {
		case 'search-replace': {
			return file.hunks.some(hunk => hunk.lines.some(({text}) => /^(?:={5,9}|<{5,9} (?:SEARCH|ORIGINAL).*|>{5,9} (?:REPLACE|UPDATED).*)$/v.test(text)));
		}

		case 'whole': {
			return file.before !== undefined && file.after !== undefined && linesOf(file.after.text).length * 2 < linesOf(file.before.text).length;
		}

		default: {
			return false;
		}
	}
}

function searchReplaceHunks(file: FileChange, random: Random): Hunk[] | undefined {
	if (!file.before || !file.after) {
		return [];
	}

	const least = {above: random.int(0, 3), below: random.int(0, 3)};
	return widen(linesOf(file.before.text), runsOf(file.hunks), {least, most: mostContext});
}

/**
Three lines of context; where they leave several places, an anchor that decides, or more lines.
*/
function envelopeHunks(file: FileChange, random: Random): Hunk[] | undefined {
	if (!file.before || !file.after) {
		return [];
	}

	const lines = linesOf(file.before.text);
	const least = {above: 3, below: 3};
	const hunks = widen(lines, runsOf(file.hunks), {least, most: mostContext});
	return applyRuns(lines, runsOf(hunks ?? [])).join('\n') === linesOf(file.after.text).join('\n') ? hunks!.map(hunk => random.chance(0.5) ? hunk : {...hunk, anchors: placesOf(lines, oldTexts(hunk), 2).length === 1 ? enclosingAnchors(lines, hunk.at, random) : []}) : undefined;
}
