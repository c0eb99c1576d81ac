import {
	byImportance,
	isRelevant,
	type CheckResult,
	type CheckStatus,
	type Coverage,
} from '../../domain/check.ts';
import type {Attempt, CheckState, PhaseProgress} from '../../domain/run-state.ts';
import type {Verdict} from '../../domain/verdict.ts';
import {formatClock} from '../text/format-clock.ts';
import {
	justify,
	span,
	type Line,
	type Tone,
} from '../text/line.ts';
import {padWidth, wrapText} from '../text/width.ts';
import {evidenceAttempt, selectedPhase, type View} from '../view.ts';
import type {Content} from './content.ts';

const nameWidth = 11;

/**
The checks as they run, coverage, risk, and what the gate makes of it all.
*/
export function gateContent(view: View, width: number): Content {
	const progress = selectedPhase(view);
	const attempt = evidenceAttempt(progress);
	if (!progress || !attempt) {
		return {title: [], rows: [[span('  waiting for a patch to check', 'dim')]]};
	}

	return {
		title: titleOf(progress, attempt, view),
		rows: [
			...reasonRows(attempt, view, width),
			...attempt.checks.filter(({result}) => !result || isRelevant(result)).toSorted(byImportance).flatMap(check => checkRows(check, view, width)),
			...riskRows(attempt, view, width),
			...endRows(progress, view, width),
		],
	};
}

const levelWords = {ok: 'ok', needs_review: 'needs review', blocked: 'blocked'};

/**
The gate's level as glyph and word; empty before it decided.
*/
function levelSpans(verdict: Verdict | undefined, {glyphs}: View): Line {
	switch (verdict?.level) {
		case undefined: {
			return [];
		}

		case 'ok': {
			return [span(`${glyphs.good} ok`, 'good')];
		}

		case 'needs_review': {
			return [span(`${glyphs.flag} ${levelWords.needs_review}`, 'accent')];
		}

		case 'blocked': {
			return [span(`${glyphs.blocked} ${levelWords.blocked}`, 'bad')];
		}
	}
}

function titleOf(progress: PhaseProgress, attempt: Attempt, view: View): Line {
	const level = levelSpans(attempt.verdict, view);
	if (attempt !== progress.attempts.at(-1)) {
		return [...level, span(`  attempt ${attempt.attempt}: ${whatCameOf(attempt)}`, 'dim')];
	}

	const before = progress.attempts.at(-2);
	return before ? [...level, span(`  attempt ${before.attempt} was ${whatCameOf(before)}`, 'dim')] : level;
}

function whatCameOf({rejection, verdict}: Attempt): string {
	if (rejection) {
		return 'refused';
	}

	return verdict ? 'sent back' : 'given up';
}

/**
How a check's end looks and, where the summary does not say it, reads.
*/
export function checkMark(status: CheckStatus, glyphs: View['glyphs']): {glyph: string; tone: Tone; word: string} {
	switch (status) {
		case 'passed': {
			return {glyph: glyphs.good, tone: 'good', word: ''};
		}

		case 'failed': {
			return {glyph: glyphs.bad, tone: 'bad', word: 'failed'};
		}

		case 'not_run': {
			return {glyph: glyphs.unknown, tone: 'dim', word: 'not run'};
		}

		default: {
			return {glyph: glyphs.bad, tone: 'bad', word: status};
		}
	}
}

function checkRows({name, result, startedAt}: CheckState, view: View, width: number): Line[] {
	const {glyphs, now, hasMotion} = view;
	const label = span(padWidth(`  ${name}`, nameWidth));
	if (!result) {
		return [justify(
			[label, span(' '), span(glyphs.active, hasMotion ? 'spinner' : 'accent'), span(' running')],
			[span(`${formatClock(now - Date.parse(startedAt))} `, 'dim')],
			{width, ellipsis: glyphs.ellipsis},
		)];
	}

	const {glyph, tone, word} = checkMark(result.status, glyphs);
	const summary = word === '' || result.summary.includes(word) ? result.summary : `${word}: ${result.summary}`;
	return [
		justify(
			[label, span(` ${glyph} `, tone), span(summary)],
			width >= 56 ? [span(`${known(result)}${formatClock(result.durationMs)} `, 'dim')] : [],
			{width, ellipsis: glyphs.ellipsis},
		),
		...failureRows(result, view, width),
		...(result.coverage ? [coverageRow(result.coverage, view)] : []),
	];
}

const known = ({knownFailures}: CheckResult) => knownFailures.length > 0 ? `${knownFailures.length} known  ` : '';

function failureRows({kind, newFailures, fixed}: CheckResult, {glyphs}: View, width: number): Line[] {
	const shown = newFailures.slice(0, 4);
	const more = newFailures.length - shown.length;
	const indent = ' '.repeat(nameWidth + 3);
	return [
		...shown.map(failure => justify([span(`${indent}${failure}`, 'bad')], [], {width: width - 1, ellipsis: glyphs.ellipsis})),
		...(more > 0 ? [[span(`${indent}and ${more} more`, 'dim')]] : []),
		...(fixed.length > 0 && kind !== 'witness' ? [[span(`${indent}${fixed.length} fixed that failed before`, 'good')]] : []),
	];
}

function coverageRow({percent, basePercent, delta, changed}: Coverage, {glyphs}: View): Line {
	const label = span(padWidth('  lines', nameWidth));
	if (basePercent === undefined || delta === undefined) {
		return [label, span(` ${glyphs.unknown} ${percent.toFixed(1)} %, change unknown`, 'dim')];
	}

	const isFalling = delta < -0.05;
	const isRising = delta > 0.05;
	const glyph = isFalling ? glyphs.falling : (isRising ? glyphs.rising : glyphs.level);
	const tone = isFalling ? 'bad' : (isRising ? 'good' : 'dim');
	const sign = isFalling ? glyphs.minus : '+';
	return [
		label,
		span(` ${glyph} `, tone),
		span(`${basePercent.toFixed(1)} ${glyphs.arrow} ${percent.toFixed(1)} %`),
		span(`  ${sign}${Math.abs(delta).toFixed(1)} points`, tone),
		...(changed ? [span(`  changed ${changed.covered} of ${changed.lines}`, changed.covered < changed.lines ? 'plain' : 'dim')] : []),
	];
}

/**
The heaviest first.
*/
const reasonRows = ({verdict}: Attempt, {glyphs}: View, width: number): Line[] =>
	(verdict?.reasons ?? []).flatMap(({weight, message}) => wrapText(message, width - 6).map((row, index) => [
		span(index === 0 ? `  ${weight === 'warning' ? glyphs.dot : glyphs.bad} ` : ' '.repeat(4), weight === 'warning' ? 'dim' : 'bad'),
		span(row, weight === 'warning' ? 'dim' : 'plain'),
	]));

function riskRows({verdict, change, checks, rejection}: Attempt, {glyphs}: View, width: number): Line[] {
	if (!verdict) {
		const text = waitingText({change, checks, rejection});
		return text === '' ? [] : [[span(`  ${text}`, 'dim')]];
	}

	const {score, level, parts} = verdict.risk;
	const why = parts.length > 0 ? `  ${parts.map(({points, reason}) => `${reason} ${points}`).join(', ')}` : '';
	return [
		justify(
			[span(padWidth('  risk', nameWidth)), span(` ${String(score).padStart(2)} ${level}`, score >= 50 ? 'bad' : 'plain'), span(why, 'dim')],
			[],
			{width: width - 1, ellipsis: glyphs.ellipsis},
		),
	];
}

function waitingText({change, checks, rejection}: Pick<Attempt, 'change' | 'checks' | 'rejection'>): string {
	if (rejection) {
		return 'nothing to check: the patch was refused';
	}

	if (checks.length > 0) {
		return '';
	}

	return change ? 'checks are about to start' : 'waiting for a patch to check';
}

function endRows({end, approvedBy}: PhaseProgress, {glyphs}: View, width: number): Line[] {
	if (!end) {
		return [];
	}

	const landed = end.commit ? `landed as ${end.commit.slice(0, 9)}${approvedBy ? `, approved by ${approvedBy}` : ''}` : '';
	const text = end.state === 'COMPLETE' ? landed || end.reason : `${end.state.toLowerCase()}: ${end.reason}`;
	return wrapText(text, width - 6).map((row, index) => [span(index === 0 ? `  ${glyphs.arrow} ` : ' '.repeat(4), 'dim'), span(row)]);
}
