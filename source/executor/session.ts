import type {EventBody, RunEvent} from '../domain/event.ts';
import type {Policy} from '../domain/run-machine.ts';
import type {PhaseProgress, Attempt, RunState} from '../domain/run-state.ts';
import type {Services} from './ports.ts';

/**
Who answers where the gate asks: a person, `--yes`, or nobody (the run then ends with exit code 3).
*/
export type Answerer = 'person' | 'unattended' | 'nobody';

export type SessionOptions = {
	runId: string;
	policy: Policy;
	answerer: Answerer;
	pollIntervalMs: number;
	signal: AbortSignal;
};

/**
What the effects of one executor session share. `state` is the newest fold; it changes only between events.
*/
export type Session = SessionOptions & {
	services: Services;
	state: () => RunState;
	record: (body: EventBody) => Promise<RunEvent>;
	/**
	Resolves when the machine has seen the event.
	*/
	settled: (event: RunEvent) => Promise<void>;
	/**
	Aborts when the phase ends or the session is interrupted.
	*/
	signalOf: (phaseId: string) => AbortSignal;
};

export const phaseOf = (session: Session, phaseId: string): PhaseProgress =>
	session.state().phases.find(({phase}) => phase.phase_id === phaseId)!;

/**
Why patches were refused in the attempts at the phase before this one, oldest first.
*/
export const refusalsBefore = (session: Session, {phaseId, attempt}: {phaseId: string; attempt: number}): string[] =>
	phaseOf(session, phaseId).attempts.flatMap(past => past.attempt < attempt && past.rejection ? [past.rejection.message] : []);

/**
The attempt of that number; the machine asks for effects of attempts it has seen begin.
*/
export const attemptOf = (session: Session, {phaseId, attempt}: {phaseId: string; attempt: number}): Attempt =>
	phaseOf(session, phaseId).attempts.find(candidate => candidate.attempt === attempt)!;
