import {
	diffWordsWithSpace,
	parsePatch,
	type StructuredPatch,
	type StructuredPatchHunk,
} from 'diff';
import type {Change} from '../../domain/change.ts';
import type {Glyphs} from '../theme.ts';
import {span, type Line, type Tone} from '../text/line.ts';
import {fileRow} from './builder-content.ts';

type Place = {width: number; glyphs: Glyphs};
const numberWidth = 5;
/**
Lines longer than this are not compared word by word.
*/
const longestCompared = 500;

/**
A change as rows: a list of its files, then each file's hunks with line numbers. A diff that cannot be parsed is shown as it is.
*/
export function diffLines({diff, files}: Change, place: Place): Line[] {
	const list = files.map(file => fileRow(file, {...place, width: place.width - 1}));
	try {
		return [...list, ...parsePatch(diff).flatMap(patch => fileLines(patch, place))];
	} catch {
		return [...list, [], ...diff.split('\n').map(text => [span(`  ${text}`, toneOf(text))])];
	}
}

function fileLines({oldFileName = '', newFileName = '', hunks}: StructuredPatch, {width, glyphs}: Place): Line[] {
	const name = (newFileName === '/dev/null' ? oldFileName : newFileName).replace(/^[ab]\//v, '');
	if (name === '') {
		return [];
	}

	return [
		[],
		[span(`  ${name} `, 'strong'), span(glyphs.rule.repeat(Math.max(0, width - name.length - 6)), 'dim')],
		...hunks.flatMap(hunk => hunkLines(hunk)),
	];
}

function hunkLines({oldStart, oldLines, newStart, newLines, lines}: StructuredPatchHunk): Line[] {
	const rows: Line[] = [[span(`  @@ -${oldLines === 0 ? 0 : oldStart},${oldLines} +${newLines === 0 ? 0 : newStart},${newLines} @@`, 'accent')]];
	let oldNumber = oldStart;
	let newNumber = newStart;
	for (let index = 0; index < lines.length;) {
		const removed = runOf(lines, index, '-');
		const added = runOf(lines, index + removed.length, '+');
		if (removed.length + added.length === 0) {
			const text = lines[index] ?? '';
			const isNote = text.startsWith('\\');
			rows.push([span(numbers(isNote ? undefined : newNumber), 'dim'), span(text, isNote ? 'dim' : 'plain')]);
			oldNumber += isNote ? 0 : 1;
			newNumber += isNote ? 0 : 1;
			index++;
			continue;
		}

		rows.push(...changedLines(removed, added, {oldNumber, newNumber}));
		oldNumber += removed.length;
		newNumber += added.length;
		index += removed.length + added.length;
	}

	return rows;
}

const numbers = (value: number | undefined) => `${(value === undefined ? '' : String(value)).padStart(numberWidth)}  `;

function runOf(lines: string[], from: number, sign: string): string[] {
	const end = lines.findIndex((line, index) => index >= from && !line.startsWith(sign));
	return lines.slice(from, end === -1 ? lines.length : end);
}

/**
Removed lines, then added ones; as many of the one as of the other are compared in pairs, word by word.
*/
function changedLines(removed: string[], added: string[], {oldNumber, newNumber}: {oldNumber: number; newNumber: number}): Line[] {
	const arePaired = removed.length === added.length;
	const pairs = removed.map((line, index) => arePaired ? comparedWords(line, added[index] ?? '') : {removal: [span(line, 'bad')], addition: []});
	return [
		...pairs.map(({removal}, index) => [span(numbers(oldNumber + index), 'dim'), ...removal]),
		...added.map((line, index) => [
			span(numbers(newNumber + index), 'dim'),
			...(arePaired ? pairs[index]?.addition ?? [] : [span(line, 'good')]),
		]),
	];
}

function comparedWords(removed: string, added: string): {removal: Line; addition: Line} {
	if (removed.length > longestCompared || added.length > longestCompared) {
		return {removal: [span(removed, 'bad')], addition: [span(added, 'good')]};
	}

	const parts = diffWordsWithSpace(removed.slice(1), added.slice(1));
	const side = (sign: string, tone: Tone, word: {tone: Tone; isPart: (part: (typeof parts)[number]) => boolean; isOther: (part: (typeof parts)[number]) => boolean}): Line => [
		span(sign, tone),
		...parts.filter(part => !word.isOther(part)).map(part => span(part.value, word.isPart(part) ? word.tone : tone)),
	];
	return {
		removal: side('-', 'bad', {tone: 'badWord', isPart: part => part.removed, isOther: part => part.added}),
		addition: side('+', 'good', {tone: 'goodWord', isPart: part => part.added, isOther: part => part.removed}),
	};
}

function toneOf(text: string): Tone {
	if (text.startsWith('+')) {
		return 'good';
	}

	return text.startsWith('-') ? 'bad' : 'plain';
}
