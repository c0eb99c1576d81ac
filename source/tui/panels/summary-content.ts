import type {PhaseProgress, RunState} from '../../domain/run-state.ts';
import {formatCost, formatTokens, plural} from '../../domain/format-amounts.ts';
import {formatClock} from '../text/format-clock.ts';
import {justify, span, type Line} from '../text/line.ts';
import {padWidth, wrapText} from '../text/width.ts';
import {elapsedMs, shortName, type View} from '../view.ts';
import type {Content} from './content.ts';
import {phaseStatus} from './phase-status.ts';

/**
How the run ended, phase by phase, and where its commits are. Stays until `q`.
*/
export function summaryContent(view: View, width: number): Content {
	const {run, glyphs} = view;
	const isGood = run.outcome?.exitCode === 0;
	return {
		title: [span(`${isGood ? glyphs.good : glyphs.bad} ${run.outcome?.outcome ?? 'still working'}`, isGood ? 'good' : 'bad')],
		rows: [
			...wrapText(run.outcome?.reason ?? '', width - 4).map(row => [span(`  ${row}`)]),
			[],
			[span(`  ${counts(run)}`, 'strong')],
			[span(`  ${formatClock(elapsedMs(view))}   ${formatTokens(run.tokensUsed)} tokens   ${formatCost(run.costUsd, run.hasUnknownCost)}`)],
			[],
			...run.phases.flatMap(progress => phaseRows(progress, view, width)),
			[],
			...(run.branch === undefined ? [] : [[span('  commits on ', 'dim'), span(run.branch, 'strong')]]),
			...(run.base === undefined || run.branch === undefined
				? []
				: [[span(`  git log ${run.base.slice(0, 9)}..${run.branch}`, 'dim')]]),
			...run.warnings.slice(-5).flatMap(({message}) => wrapText(message, width - 6).map((row, index) => [span(index === 0 ? `  ${glyphs.flag} ` : ' '.repeat(4), 'accent'), span(row)])),
		],
	};
}

function counts({phases}: RunState): string {
	const byState = Map.groupBy(phases, ({end}) => end?.state ?? 'not done');
	return [...byState].map(([state, group]) => `${group.length} ${state.toLowerCase()}`).join(', ');
}

function phaseRows(progress: PhaseProgress, view: View, width: number): Line[] {
	const {glyph, word, tone} = phaseStatus(progress, view.glyphs);
	const {attempts, end, startedAt} = progress;
	const name = shortName(view.run, progress.phase.phase_id);
	const duration = end && startedAt ? formatClock(Date.parse(end.at) - Date.parse(startedAt)) : '';
	const detail = end?.commit ? `commit ${end.commit.slice(0, 9)}` : (end?.reason ?? '');
	return [justify(
		[span(`  ${glyph} `, tone), span(padWidth(name, Math.min(28, Math.round(width / 3)))), span(padWidth(word, 11), tone), span(detail, 'dim')],
		[span(attempts.length > 0 ? `${plural(attempts.length, 'attempt').padStart(10)} ${duration.padStart(7)} ` : '', 'dim')],
		{width, ellipsis: view.glyphs.ellipsis},
	)];
}
