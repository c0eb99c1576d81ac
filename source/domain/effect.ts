import type {Command} from './command.ts';
import type {EventBody} from './event.ts';
import type {GateLevel} from './verdict.ts';

type OfAttempt = {phaseId: string; attempt: number};

/**
What the executor is to do next, as data. Each ends in events that come back to the machine:
- `record`: append this event
- `prepare`: while the Builder writes, make its worktree and run the checks on the attempt's base (no event of its own)
- `build`: builder.started, then builder.replied or builder.failed
- `apply`: patch.applied or patch.rejected
- `review`: auditor.started, then auditor.reviewed or auditor.failed
- `check`: check.started and check.finished for each, then checks.finished
- `ask`: whoever can answer sends a Command
- `land`: landing.intended, then landing.done or landing.failed
- `release`: abort what still runs for the phase and remove its worktree
- `choose`: ask the Supervisor what is queued, then begin the next phase or end the run
*/
export type Effect =
	| {type: 'record'; body: EventBody}
	| (OfAttempt & {type: 'prepare' | 'build' | 'apply' | 'check' | 'land'})
	| (OfAttempt & {type: 'review'; auditor: string})
	| (OfAttempt & {type: 'ask'; level: GateLevel; fixable: boolean; forYes: boolean})
	| {type: 'release'; phaseId: string}
	| {type: 'choose'};

/**
The answer where nobody is asked (`--yes`): what the policy leaves to `--yes` is approved, and nothing else.
*/
export const answerUnattended = (question: {phaseId: string; forYes: boolean}): Command =>
	question.forYes
		? {type: 'approve', phaseId: question.phaseId}
		: {type: 'reject', phaseId: question.phaseId};
