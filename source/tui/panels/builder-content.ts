import type {Change, FileChange} from '../../domain/change.ts';
import {describeRepairs} from '../../domain/describe-repairs.ts';
import type {Attempt, PhaseProgress} from '../../domain/run-state.ts';
import type {StreamKind, StreamLine} from '../store/classify-line.ts';
import {formatTokens} from '../../domain/format-amounts.ts';
import {formatClock} from '../text/format-clock.ts';
import {
	cutLine,
	justify,
	span,
	type Line,
	type Tone,
} from '../text/line.ts';
import {wrapText} from '../text/width.ts';
import type {Glyphs} from '../theme.ts';
import {
	lastAttempt,
	selectedPhase,
	shortName,
	type View,
} from '../view.ts';
import type {Content} from './content.ts';

const kindTones: Record<StreamKind, Tone> = {
	prose: 'plain', file: 'strong', hunk: 'accent', addition: 'good', removal: 'bad', context: 'dim',
};

/**
The reply of the selected phase's newest attempt as it streams, and what became of it.
*/
export function builderContent(view: View, width: number): Content {
	const progress = selectedPhase(view);
	const ref = lastAttempt(progress);
	if (!progress || !ref) {
		return {title: progress ? [span(shortName(view.run, progress.phase.phase_id), 'strong')] : [], rows: waitingRows(progress, width)};
	}

	const rows = [
		...feedbackRows(ref.attempt, view, width),
		...view.streams.builderLines(ref).flatMap(line => streamRows(line, width)),
		...outcomeRows(ref.attempt, view, width),
	];
	const {builder} = ref.attempt;
	const isStreaming = builder !== undefined && builder.text === undefined && builder.error === undefined;
	if (isStreaming) {
		rows.push([span('  '), span(view.glyphs.caret, 'accent')]);
	}

	return {title: title(progress, ref.attempt, view), rows, isTail: true};
}

function waitingRows(progress: PhaseProgress | undefined, width: number): Line[] {
	if (!progress) {
		return [[span('  waiting for the plan', 'dim')]];
	}

	const {name, description = '', acceptance_criteria: criteria = []} = progress.phase;
	return [
		[span(`  ${name}`, 'strong')],
		...wrapText(description, width - 4).map(row => [span(`  ${row}`)]),
		...criteria.flatMap(text => wrapText(text, width - 6).map((row, index) => [span(index === 0 ? '  - ' : ' '.repeat(4), 'dim'), span(row)])),
		[span('  not started yet', 'dim')],
	];
}

function title(progress: PhaseProgress, attempt: Attempt, view: View): Line {
	const {run, glyphs, now, streams} = view;
	const phaseId = progress.phase.phase_id;
	const separator = span(` ${glyphs.dot} `, 'dim');
	const parts: Line = [span(shortName(run, phaseId), 'strong'), separator, span(`attempt ${attempt.attempt} of ${progress.attemptsAllowed}`)];
	const {builder} = attempt;
	return builder ? [...parts, separator, span(builder.model), ...speed()] : parts;

	function speed(): Line {
		if (builder?.usage && builder.durationMs) {
			return [separator, span(`${formatTokens(builder.usage.outputTokens)} tok in ${formatClock(builder.durationMs)}`, 'dim')];
		}

		const rate = streams.tokensPerSecond({phaseId, attempt}, now);
		return rate === undefined ? [] : [separator, span(`${rate} tok/s`, 'dim')];
	}
}

function feedbackRows({feedback}: Attempt, {glyphs}: View, width: number): Line[] {
	return feedback.flatMap(({source, text}) => {
		const [first = '', ...others] = wrapText(text, width - 6).slice(0, 3);
		return [
			[span(`  sent back (${source})`, 'dim')],
			...[first, ...others].map(row => [span(`  ${glyphs.side} ${row}`, 'dim')]),
		];
	});
}

const rowsOfLines = new WeakMap<StreamLine, {width: number; rows: Line[]}>();

/**
Wrapped once for each width, as most lines were shown in the frame before.
*/
function streamRows(line: StreamLine, width: number): Line[] {
	const known = rowsOfLines.get(line);
	if (known?.width === width) {
		return known.rows;
	}

	const rows = line.kind === 'prose'
		? wrapText(line.text, width - 3).map(row => [span(`  ${row}`)])
		: [cutLine([span('  '), span(streamText(line), kindTones[line.kind])], width - 1, '')];
	rowsOfLines.set(line, {width, rows});
	return rows;
}

const streamText = ({kind, text}: StreamLine) => kind === 'file' ? text.replace(/^\+\+\+ (?:b\/)?/v, '') : text;

function outcomeRows({builder, change, rejection}: Attempt, {glyphs}: View, width: number): Line[] {
	const problems = [
		builder?.error,
		builder?.finish && builder.finish !== 'stop' ? `The reply ended early (${builder.finish}) and is not applied.` : undefined,
		rejection && `patch refused: ${rejection.message}`,
	].filter(text => text !== undefined);
	return [
		...problems.flatMap(text => wrapText(`${glyphs.bad} ${text}`, width - 4).map(row => [span(`  ${row}`, 'bad')])),
		...(change ? changeRows(change, {glyphs, width}) : []),
	];
}

const changeRows = ({notes, repairs, files}: Change, {glyphs, width}: {glyphs: Glyphs; width: number}): Line[] => [
	[],
	[span(`  ${glyphs.good} patch applied`, 'good')],
	...notes.flatMap(note => wrapText(note, width - 6).map(row => [span(`    ${row}`, 'dim')])),
	...describeRepairs({repairs}).flatMap(repair => wrapText(repair, width - 6).map(row => [span(`    ${row}`)])),
	...files.map(file => fileRow(file, {width, glyphs})),
];

/**
A file of a change with its counts of lines at the right.
*/
export function fileRow({path, from, status, linesAdded, linesRemoved}: FileChange, {width, glyphs}: {width: number; glyphs: Glyphs}): Line {
	const name = from === undefined ? path : `${from} ${glyphs.arrow} ${path}`;
	return justify(
		[span(`  ${name}`)],
		[
			span(status === 'modified' ? '' : `${status} `, 'dim'),
			span(`+${linesAdded}`.padStart(5), 'good'),
			span(`${glyphs.minus}${linesRemoved}`.padStart(5), 'bad'),
			span(' '),
		],
		{width, ellipsis: glyphs.ellipsis},
	);
}
