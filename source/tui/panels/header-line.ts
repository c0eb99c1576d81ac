import {formatCost, formatTokens} from '../../domain/format-amounts.ts';
import {formatClock} from '../text/format-clock.ts';
import {
	cutLine,
	lineWidth,
	span,
	spaces,
	type Line,
} from '../text/line.ts';
import {elapsedMs, type View} from '../view.ts';

type Part = {line: Line; rank: number};

/**
Run, progress, time, tokens, cost. What matters least goes first when the terminal is narrow.
*/
export function headerLine(view: View, width: number): Line {
	const right = stateSpans(view);
	const parts = leftParts(view);
	let shown = parts;
	for (const rank of [5, 4, 3, 2, 1]) {
		if (lineWidth(joined(shown)) + lineWidth(right) + 2 <= width) {
			break;
		}

		shown = shown.filter(part => part.rank !== rank);
	}

	const left = cutLine(joined(shown), width - lineWidth(right) - 2, view.glyphs.ellipsis);
	return [...left, spaces(width - lineWidth(left) - lineWidth(right) - 1), ...right, spaces(1)];
}

const joined = (parts: Part[]): Line => parts.flatMap(({line}, index) => [span(index === 0 ? ' ' : ' '.repeat(3)), ...line]);

function leftParts(view: View): Part[] {
	const {run, glyphs} = view;
	const done = run.phases.filter(({stage}) => stage === 'ended').length;
	const total = run.phases.length;
	const barWidth = Math.min(14, Math.max(4, total));
	const full = total === 0 ? 0 : Math.round((done / total) * barWidth);
	const cap = run.plan ? `/${formatTokens(run.plan.run.token_cap)}` : '';
	const isNearCap = run.plan !== undefined && run.tokensUsed > run.plan.run.token_cap * 0.9;
	return [
		{line: [span('autopack', 'dim')], rank: 4},
		{line: [span(run.runId, 'strong')], rank: 0},
		{line: [span(glyphs.full.repeat(full), 'accent'), span(glyphs.empty.repeat(barWidth - full), 'dim')], rank: 2},
		{line: [span(`${done}/${total}`)], rank: 0},
		{line: [span(formatClock(elapsedMs(view)))], rank: 1},
		{line: [span(`${formatTokens(run.tokensUsed)}${cap} tok`, isNearCap ? 'bad' : 'plain')], rank: 3},
		{line: [span(formatCost(run.costUsd, run.hasUnknownCost))], rank: 3},
		...(run.auditors.length > 1 ? [{line: [span(`${run.auditors.length} auditors`, 'dim')], rank: 5}] : []),
		...unconfined(view).map(text => ({line: [span(text, 'bad')], rank: 1})),
		...(view.options.notice === undefined ? [] : [{line: [span(view.options.notice, 'dim')], rank: 5}]),
	];
}

/**
Says where code that models write runs, unless that is our sandbox.
*/
function unconfined({run, options}: View): string[] {
	const results = run.phases.flatMap(({attempts}) => attempts.flatMap(({checks}) => checks.map(({result}) => result?.sandbox)));
	const sandbox = options.sandbox ?? results.findLast(each => each !== undefined);
	return sandbox === undefined || sandbox === 'bubblewrap' ? [] : [sandbox === 'off' ? 'no sandbox' : 'in a container'];
}

/**
What is not as usual, at the right.
*/
function stateSpans({run, options, glyphs}: View): Line {
	if (run.outcome) {
		const isGood = run.outcome.exitCode === 0;
		return [span(`${isGood ? glyphs.good : glyphs.bad} ${run.outcome.outcome}`, isGood ? 'good' : 'bad')];
	}

	if (run.isStopping) {
		return [span(`${glyphs.blocked} stopping`, 'accent')];
	}

	if (run.isPaused) {
		return [span(`${glyphs.flag} paused`, 'accent')];
	}

	if (run.isSupervisorLost) {
		return [span(`${glyphs.bad} Supervisor away`, 'bad')];
	}

	return options.readOnly ? [span('read-only', 'dim')] : [];
}
