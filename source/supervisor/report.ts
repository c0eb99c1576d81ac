import type {PhaseState} from '../domain/run-record.ts';
import type {AuditorResult, BuilderResult, UpdateStatus} from './wire.ts';

export type PhaseUpdateBody = UpdateStatus & {state: PhaseState};

/**
One thing a Supervisor is to be told, in wire shape and still free of what tells the servers apart.
`patch_content` is always there when a patch was made; the client leaves it out for servers that would apply it.
*/
export type Report = {runId: string; phaseId: string} & (
	| {kind: 'progress'; body: PhaseUpdateBody}
	| {kind: 'builder_result'; body: BuilderResult}
	| {kind: 'auditor_result'; body: AuditorResult}
	| {kind: 'status'; body: PhaseUpdateBody & {reason: string}}
);
