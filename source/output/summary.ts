import {
	formatCost,
	formatDuration,
	formatTokens,
	plural,
	shortHash,
} from '../domain/format-amounts.ts';
import {oneLine} from '../domain/one-line.ts';
import type {PhaseProgress, RunState} from '../domain/run-state.ts';
import {totalTokens} from '../domain/usage.ts';
import {alignColumns} from './align-columns.ts';
import {toAscii} from './to-ascii.ts';

const header = ['phase', 'state', 'gate', 'attempts', 'time', 'tokens', 'cost', 'commit'];

/**
Columns whose values are aligned to the right.
*/
const numeric = new Set(['attempts', 'time', 'tokens', 'cost']);

/**
The closing table of a run and what to do next, as lines for the normal screen. `goOn` is the command that goes on with a run whose phases are still open.
*/
export function formatSummary(state: RunState, goOn = `autopack tui --run-id ${state.runId}`): string[] {
	return [
		...alignColumns([header, ...state.phases.map(progress => rowOf(progress, state.lastAt))], numeric),
		...approvals(state),
		'',
		totals(state),
		...(state.outcome ? [oneLine(`The run ended: ${state.outcome.reason}`, 1000)] : []),
		...nextSteps(state, goOn),
	].map(line => toAscii(line));
}

function rowOf(progress: PhaseProgress, lastAt: string | undefined): string[] {
	const {phase, attempts, end, startedAt} = progress;
	const calls = attempts.flatMap(attempt => [attempt.builder, ...attempt.auditors]).filter(call => call?.usage !== undefined);
	const used = calls.reduce((sum, call) => sum + totalTokens(call!.usage!), 0);
	const costUsd = calls.reduce((sum, call) => sum + (call!.costUsd ?? 0), 0);
	const hasUnknownCost = calls.some(call => totalTokens(call!.usage!) > 0 && call!.costUsd === undefined);
	const until = end?.at ?? lastAt;
	return [
		oneLine(phase.phase_id, 40),
		stateOf(progress),
		gateOf(progress),
		attempts.length === 0 ? '-' : String(attempts.length),
		startedAt === undefined || until === undefined ? '-' : formatDuration(Date.parse(until) - Date.parse(startedAt)),
		calls.length === 0 ? '-' : formatTokens(used),
		calls.length === 0 ? '-' : formatCost(costUsd, hasUnknownCost),
		end?.commit === undefined ? '-' : shortHash(end.commit),
	];
}

const stateOf = ({end, stage}: PhaseProgress): string => end?.state ?? stage;

function gateOf({attempts, approvedBy}: PhaseProgress): string {
	const level = attempts.at(-1)?.verdict?.level;
	if (level === undefined) {
		return '-';
	}

	return approvedBy === undefined ? level : `${level}*`;
}

/**
Who let land what the gate did not call ok.
*/
function approvals({phases}: RunState): string[] {
	const approved = phases.flatMap(({phase, approvedBy}) => approvedBy === undefined ? [] : [`${oneLine(phase.phase_id, 40)} (${approvedBy})`]);
	return approved.length === 0 ? [] : [`* approved: ${approved.join(', ')}`];
}

function totals(state: RunState): string {
	const counts = new Map<string, number>();
	for (const progress of state.phases) {
		counts.set(stateOf(progress), (counts.get(stateOf(progress)) ?? 0) + 1);
	}

	const cap = state.plan ? ` of ${formatTokens(state.plan.run.token_cap)}` : '';
	const work = [`${formatDuration(state.activeMs)} of work`, `${formatTokens(state.tokensUsed)}${cap} tokens`, formatCost(state.costUsd, state.hasUnknownCost)];
	const states = [...counts].map(([name, count]) => `${count} ${name}`).join(', ');
	return `${plural(state.phases.length, 'phase')}${states === '' ? '' : `: ${states}`}; ${work.join(', ')}`;
}

function nextSteps(state: RunState, goOn: string): string[] {
	const {runId, branch, base, head, phases} = state;
	const troubled = phases.filter(({end}) => end !== undefined && end.state !== 'COMPLETE');
	return [
		...(branch === undefined || base === undefined || head === undefined ? [] : landed({branch, base, head})),
		...troubled.slice(0, 3).map(({phase}) => `See why:       autopack show ${runId} ${shellWord(phase.phase_id)}`),
		...(phases.some(({stage}) => stage !== 'ended') ? [`Go on:         ${goOn}`] : []),
	];
}

function landed({branch, base, head}: {branch: string; base: string; head: string}): string[] {
	if (head === base) {
		return [`Nothing landed: ${branch} is where it began, at ${shortHash(base)}.`];
	}

	return [
		`Branch:        ${branch} at ${shortHash(head)}; your own branch and checkout are as they were`,
		`Look at it:    git log --stat ${shortHash(base)}..${branch}`,
		`Take it over:  git merge ${branch}`,
	];
}

const shellWord = (text: string): string => {
	const word = oneLine(text);
	return /^[\w\-.]+$/v.test(word) ? word : `'${word.replaceAll('\'', String.raw`'\''`)}'`;
};
