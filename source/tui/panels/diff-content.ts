import type {Change} from '../../domain/change.ts';
import {plural} from '../../domain/format-amounts.ts';
import {cutLine, span, type Line} from '../text/line.ts';
import {
	attemptWithChange,
	selectedPhase,
	shortName,
	type View,
} from '../view.ts';
import type {Content} from './content.ts';
import {diffLines} from './diff-lines.ts';

type Cached = {width: number; isAscii: boolean; rows: Line[]};
const rowsOfChanges = new WeakMap<Change, Cached>();

/**
The diff of the selected phase's newest patch, with the words that changed marked.
*/
export function diffContent(view: View, width: number): Content {
	const progress = selectedPhase(view);
	const attempt = attemptWithChange(progress);
	const change = attempt?.change;
	if (!progress || !attempt || !change) {
		return {title: [], rows: [[span('  no diff yet', 'dim')]]};
	}

	const title = [
		span(shortName(view.run, progress.phase.phase_id), 'strong'),
		span(` attempt ${attempt.attempt}, ${plural(change.files.length, 'file')}`),
	];
	return {title, rows: cachedRows(change, view, width)};
}

function cachedRows(change: Change, {options, glyphs}: View, width: number): Line[] {
	const known = rowsOfChanges.get(change);
	if (known?.width === width && known.isAscii === options.ascii) {
		return known.rows;
	}

	const rows = diffLines(change, {width, glyphs}).map(line => cutLine(line, width - 1, glyphs.ellipsis));
	rowsOfChanges.set(change, {width, isAscii: options.ascii, rows});
	return rows;
}
