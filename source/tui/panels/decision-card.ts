import {byImportance, isRelevant, type CheckResult} from '../../domain/check.ts';
import type {Attempt, PhaseProgress} from '../../domain/run-state.ts';
import {plural} from '../../domain/format-amounts.ts';
import {
	cutLine,
	justify,
	lineWidth,
	span,
	type Line,
} from '../text/line.ts';
import {padWidth, wrapText} from '../text/width.ts';
import {shortName, type View} from '../view.ts';
import {findingsSummary} from './auditors-content.ts';
import {checkMark} from './gate-content.ts';

const labelWidth = 12;

/**
What a person needs to decide on a phase, on one card: why it asks, checks, change, where it would land, and the keys.
*/
export function decisionCard(progress: PhaseProgress, view: View, width: number): Line[] {
	const {glyphs, run} = view;
	const attempt = progress.attempts.at(-1);
	const name = shortName(run, progress.phase.phase_id);
	const isHighRisk = attempt?.verdict?.risk.level === 'high' || attempt?.verdict?.risk.level === 'critical';
	const facts = [progress.phase.task_category, attempt?.verdict && `risk ${attempt.verdict.risk.score} ${attempt.verdict.risk.level}`];
	return [
		justify(
			[span(` ${glyphs.flag} ${name} needs you`, 'accentStrong'), span(progress.question?.level === 'blocked' ? '  the gate blocks it' : '', 'bad')],
			[span(`${facts.filter(Boolean).join(` ${glyphs.dot} `)} `, isHighRisk ? 'bad' : 'dim')],
			{width, ellipsis: glyphs.ellipsis},
		),
		...(attempt ? factRows(progress, attempt, {view, width}) : []),
		keysRow(name, progress, {view, width}),
	].map(line => cutLine(line, width, glyphs.ellipsis));
}

function factRows(progress: PhaseProgress, attempt: Attempt, {view, width}: {view: View; width: number}): Line[] {
	const room = width - labelWidth - 2;
	const {glyphs} = view;
	return [
		...labelled('Why', whyTexts(progress, attempt).flatMap(text => wrapText(text, room)).slice(0, 4).map(text => [span(text)])),
		...labelled('Checks', [attempt.checks.filter(({result}) => result && isRelevant(result)).toSorted(byImportance).flatMap(({name, result}, index) => result ? checkSpans(name, result, {view, isFirst: index === 0}) : [])]),
		...labelled('Change', [changeSpans(attempt, view)]),
		...labelled('Landing', [[
			span(`${view.run.branch ?? 'the integration branch'}  ${view.run.head?.slice(0, 7) ?? ''} ${glyphs.arrow} one commit`),
		]]),
	];
}

const labelled = (label: string, lines: Line[]): Line[] =>
	lines.map((line, index) => [span(padWidth(index === 0 ? `   ${label}` : '', labelWidth), 'dim'), ...line]);

function whyTexts({question}: PhaseProgress, attempt: Attempt): string[] {
	const reasons = question?.reasons ?? [];
	return reasons.length > 0 ? reasons : [findingsSummary(attempt)];
}

function checkSpans(name: string, {status, summary}: CheckResult, {view, isFirst}: {view: View; isFirst: boolean}): Line {
	const {glyph, tone} = checkMark(status, view.glyphs);
	return [span(`${isFirst ? '' : ' '.repeat(3)}${name} `), span(glyph, tone), span(status === 'passed' && !isFirst ? '' : ` ${summary}`, 'dim')];
}

function changeSpans({change}: Attempt, {glyphs}: View): Line {
	if (!change) {
		return [span('none', 'dim')];
	}

	const added = change.files.reduce((sum, {linesAdded}) => sum + linesAdded, 0);
	const removed = change.files.reduce((sum, {linesRemoved}) => sum + linesRemoved, 0);
	const names = change.files.map(({path}) => path).join(', ');
	return [
		span(`${plural(change.files.length, 'file')}  `),
		span(`+${added} `, 'good'),
		span(`${glyphs.minus}${removed}`, 'bad'),
		span(`   ${names}`, 'dim'),
	];
}

function keysRow(name: string, {question, attempts}: PhaseProgress, {view, width}: {view: View; width: number}): Line {
	if (view.options.readOnly) {
		return [span('   read-only: another screen has to decide', 'dim')];
	}

	const isRisky = (attempts.at(-1)?.verdict?.risk.score ?? 0) > 50;
	const keys: Array<[string, string]> = [
		['d', isRisky ? 'read the diff first' : 'read the diff'],
		['a', question?.level === 'blocked' ? `approve ${name} against the gate` : `approve ${name}`],
		['r', 'retry with a note'],
		['s', 'skip'],
	];
	const long = keysLine(keys, 5);
	return lineWidth(long) <= width ? long : keysLine([['d', 'diff'], ['a', `approve ${name}`], ['r', 'retry'], ['s', 'skip']], 2);
}

const keysLine = (keys: ReadonlyArray<[string, string]>, gap: number): Line =>
	[span(' '.repeat(3)), ...keys.flatMap(([key, text]) => [span(key, 'accentStrong'), span(` ${text}${' '.repeat(gap)}`)])];
