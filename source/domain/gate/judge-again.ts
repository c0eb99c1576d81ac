import {evidenceOf} from '../attempt-evidence.ts';
import type {RunState} from '../run-state.ts';
import type {Strictness} from '../strictness.ts';
import type {Verdict} from '../verdict.ts';
import {decide} from './decide.ts';
import type {GatePolicy} from './policy.ts';

/**
One attempt's verdict as it was recorded, and as another policy has it.
*/
export type Rejudged = {phaseId: string; attempt: number; recorded: Verdict; judged: Verdict};

/**
Judges every attempt that the gate has decided on by another policy. Nothing is run: the evidence is what the journal has.
*/
export const judgeAgain = (state: RunState, {policy, strictness}: {policy: GatePolicy; strictness: Strictness}): Rejudged[] =>
	state.phases.flatMap(progress => progress.attempts.flatMap(attempt => attempt.verdict && attempt.change
		? [{
			phaseId: progress.phase.phase_id,
			attempt: attempt.attempt,
			recorded: attempt.verdict,
			judged: decide(evidenceOf(progress, attempt, {auditors: state.auditors, strictness}), policy),
		}]
		: []));
