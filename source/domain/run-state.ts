import type {Change} from './change.ts';
import type {CheckKind, CheckResult} from './check.ts';
import type {EventOf, Feedback} from './event.ts';
import type {Review} from './finding.ts';
import type {GatePolicy} from './gate/policy.ts';
import type {Phase, Plan} from './plan.ts';
import type {Usage} from './usage.ts';
import type {Strictness} from './strictness.ts';
import type {Verdict} from './verdict.ts';

/**
Where a phase is in its life; `ended` has a final state in `PhaseProgress.end`.
*/
export type Stage = 'queued' | 'building' | 'applying' | 'evaluating' | 'deciding' | 'landing' | 'ended';

export type CallState = {
	provider: string;
	model: string;
	startedAt: string;
	usage?: Usage;
	costUsd?: number;
	durationMs?: number;
	error?: string;
};

export type BuilderState = CallState & Partial<Pick<EventOf<'builder.replied'>, 'text' | 'finish' | 'shown' | 'secrets'>>;
export type AuditorState = CallState & {auditor: string; review?: Review};
export type CheckState = {name: string; kind: CheckKind; startedAt: string; result?: CheckResult};

/**
Everything known of one attempt at a phase.
*/
export type Attempt = {
	attempt: number;
	base: string;
	startedAt: string;
	feedback: Feedback[];
	builder?: BuilderState;
	change?: Change;
	rejection?: {code: string; message: string};
	auditors: AuditorState[];
	checks: CheckState[];
	checksFinished: boolean;
	verdict?: Verdict;
	landing?: {ref: string; parent: string; tree: string; commit: string};
};

type PhaseEnd = Pick<EventOf<'phase.ended'>, 'state' | 'cause' | 'reason' | 'commit'> & {at: string};

export type PhaseProgress = {
	phase: Phase;
	stage: Stage;
	startedAt?: string;
	/**
	Oldest first; empty while queued for the first time.
	*/
	attempts: Attempt[];
	/**
	Attempts that the limit allows: grows when a person asks for a retry, or when a phase is queued again.
	*/
	attemptsAllowed: number;
	/**
	Set while `deciding`: why a person is asked.
	*/
	question?: Pick<EventOf<'decision.needed'>, 'level' | 'reasons'>;
	/**
	What was asked of this phase and has not had its effect yet: until then it takes no other command, and its attempt goes no further.
	*/
	pending?: Pick<EventOf<'command.received'>, 'command' | 'by'>;
	/**
	What a person said when the ended phase was queued again; goes to the Builder with the next attempt.
	*/
	note?: string;
	/**
	True once this phase was queued again: from then on the Supervisor's old word for it counts no more.
	*/
	isRequeued?: boolean;
	/**
	Who approved what the gate did not call ok.
	*/
	approvedBy?: string;
	end?: PhaseEnd;
};

export type Outcome = Pick<EventOf<'run.ended'>, 'outcome' | 'reason' | 'exitCode'>;

/**
The fold of a run's events: what the machine decides on and what every display shows.
*/
export type RunState = {
	runId: string;
	/**
	Undefined until the journal knows the plan.
	*/
	plan?: Plan;
	branch?: string;
	base?: string;
	/**
	Head of the integration branch.
	*/
	head?: string;
	maxAttempts: number;
	strictness: Strictness;
	gate: GatePolicy;
	/**
	Names of the auditors, first the one that reviews every phase.
	*/
	auditors: string[];
	/**
	In the order of execution.
	*/
	phases: PhaseProgress[];
	startedAt?: string;
	/**
	Instant of the newest `run.started`.
	*/
	sessionStartedAt?: string;
	/**
	Phases begun since the newest `run.started`.
	*/
	phasesThisSession: number;
	/**
	Instant of the newest event.
	*/
	lastAt?: string;
	lastSeq: number;
	/**
	The instant up to which `activeMs` counts. While a phase is under way that is the newest event of an executor: a command may come when none is at work.
	*/
	workedAt?: string;
	/**
	Time that executors worked on this run, in milliseconds; pauses between sessions and waits for a person are left out.
	*/
	activeMs: number;
	tokensUsed: number;
	/**
	US dollars of the calls whose price is known.
	*/
	costUsd: number;
	/**
	True when some call's price is not in the table.
	*/
	hasUnknownCost: boolean;
	isPaused: boolean;
	isStopping: boolean;
	isSupervisorLost: boolean;
	budgetExceeded?: EventOf<'budget.exceeded'>;
	warnings: Array<{at: string; message: string}>;
	outcome?: Outcome;
};
