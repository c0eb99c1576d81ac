import type {CheckResult} from '../../source/domain/check.ts';
import {answerUnattended, type Effect} from '../../source/domain/effect.ts';
import type {EventBody, RunEvent} from '../../source/domain/event.ts';
import type {Review} from '../../source/domain/finding.ts';
import type {Plan} from '../../source/domain/plan.ts';
import {fold} from '../../source/domain/reduce.ts';
import {chooseNext, transition, type Policy} from '../../source/domain/run-machine.ts';
import type {RunState} from '../../source/domain/run-state.ts';

const usage = {
	inputTokens: 100, cacheReadTokens: 20, cacheWriteTokens: 0, outputTokens: 30,
};
const call = {
	provider: 'openai', model: 'm', usage, costUsd: 0.01, durationMs: 10,
};

export const passingCheck: CheckResult = {
	name: 'pytest', kind: 'tests', status: 'passed', summary: '3 passed', newFailures: [], knownFailures: [], fixed: [], brokenAtBase: false,
	command: ['pytest'], durationMs: 5, output: '',
};
export const failingCheck: CheckResult = {
	...passingCheck, status: 'failed', summary: '1 failed (1 new)', newFailures: ['tests/test_a.py::test_a'], exitCode: 1,
};
const approval: Review = {approved: true, issues: [], messages: []};
export const rejection: Review = {
	approved: false, issues: [{
		severity: 'major', category: 'bug', description: 'wrong', location: 'a.py:1',
	}], messages: [],
};

/**
What the world answers to each attempt; by default all is well.
*/
export type Script = {
	patch?: (attempt: number) => 'applied' | 'rejected';
	review?: (attempt: number, auditor: string) => Review | 'failed';
	check?: (attempt: number) => CheckResult;
	build?: (attempt: number) => EventBody | undefined;
	land?: (attempt: number) => 'done' | 'moved';
	answer?: (question: Extract<Effect, {type: 'ask'}>) => EventBody | undefined;
};

export const planOf = (phases: Array<Partial<Plan['phases'][number]>>, run: Partial<Plan['run']> = {}): Plan => ({
	run: {
		run_id: 'r', safety_profile: 'normal', run_scope: 'multi_tier', token_cap: 1_000_000, max_phases: 25, max_duration_minutes: 120, ...run,
	},
	tiers: [{tier_id: 't', tier_index: 0, name: 'T'}],
	phases: phases.map((phase, index) => ({
		phase_id: `p${index + 1}`, phase_index: index, tier_id: 't', name: `Phase ${index + 1}`, ...phase,
	})),
});

export const startOf = (plan: Plan, more: Partial<Extract<EventBody, {type: 'run.started'}>> = {}): EventBody => ({
	type: 'run.started', resumed: false, executor: {pid: 1, host: 'h', version: '0'}, plan, branch: 'autonomous/r', base: 'c0', head: 'c0',
	maxAttempts: 3, strictness: 'normal', auditors: ['openai', 'anthropic'], ...more,
});

/**
Plays the machine against a script, one event a second; pure, so that any prefix of its events can be played on from.
*/
export function play({past = [], start, script = {}, policy = {maxPhases: Infinity, stopOnFailure: false}, limit = 2000}: {
	past?: RunEvent[]; start: EventBody; script?: Script; policy?: Policy; limit?: number;
}): {events: RunEvent[]; state: RunState} {
	const events = [...past];
	let state = fold('r', past);
	const queue: EventBody[] = [start];
	while (queue.length > 0 && !(state.outcome && state.lastSeq > (past.at(-1)?.seq ?? 0)) && events.length < limit) {
		const seq = (events.at(-1)?.seq ?? 0) + 1;
		const event: RunEvent = {
			seq, runId: 'r', at: new Date(Date.UTC(2026, 0, 1) + (seq * 1000)).toISOString(), ...queue.shift()!,
		};
		events.push(event);
		const next = transition(state, event);
		state = next.state;
		for (const effect of next.effects) {
			queue.push(...answersTo(effect, state, {script, policy}));
		}
	}

	return {events, state};
}

function answersTo(effect: Effect, state: RunState, {script, policy}: {script: Script; policy: Policy}): EventBody[] {
	if (effect.type === 'record') {
		return [effect.body];
	}

	if (effect.type === 'choose') {
		const choice = chooseNext(state, policy);
		if (choice.type === 'end') {
			return [{type: 'run.ended', ...choice.outcome}];
		}

		return 'body' in choice ? [choice.body] : [];
	}

	if (effect.type === 'prepare' || effect.type === 'release') {
		return [];
	}

	const {phaseId, attempt} = effect;
	const ids = {phaseId, attempt};
	switch (effect.type) {
		case 'build': {
			return [script.build?.(attempt) ?? {
				type: 'builder.replied', ...ids, ...call, text: `reply ${attempt}`, finish: 'stop',
			}];
		}

		case 'apply': {
			return [script.patch?.(attempt) === 'rejected'
				? {
					type: 'patch.rejected', ...ids, code: 'not_found', message: 'no such place',
				}
				: {
					type: 'patch.applied', ...ids, change: {
						tree: `tree-${phaseId}-${attempt}`, diff: '+x\n', notes: [],
						files: [{
							path: 'a.py', status: 'modified', linesAdded: 1, linesRemoved: 0,
						}],
					},
				}];
		}

		case 'review': {
			const review = script.review?.(attempt, effect.auditor) ?? approval;
			return [review === 'failed'
				? {
					type: 'auditor.failed', ...ids, ...call, auditor: effect.auditor, kind: 'server', message: 'down', permanent: false,
				}
				: {
					type: 'auditor.reviewed', ...ids, ...call, auditor: effect.auditor, review,
				}];
		}

		case 'check': {
			return [{type: 'check.finished', ...ids, check: script.check?.(attempt) ?? passingCheck}, {type: 'checks.finished', ...ids}];
		}

		case 'ask': {
			const answer = script.answer ? script.answer(effect) : {type: 'command.received', command: answerUnattended(effect), by: '--yes'} as const;
			return answer ? [answer] : [];
		}

		case 'land': {
			const commit = `commit-${phaseId}-${attempt}`;
			return script.land?.(attempt) === 'moved'
				? [{
					type: 'landing.failed', ...ids, message: 'moved', head: 'c9',
				}]
				: [{
					type: 'landing.intended', ...ids, ref: 'refs/heads/autonomous/r', parent: state.head!, tree: `tree-${phaseId}-${attempt}`, commit,
				}, {type: 'landing.done', ...ids, commit}];
		}
	}
}
