import * as z from 'zod';
import {changeSchema} from './change.ts';
import {checkKindSchema, checkResultSchema} from './check.ts';
import {commandSchema, commandSourceSchema} from './command.ts';
import {reviewSchema} from './finding.ts';
import {gatePolicySchema} from './gate/policy.ts';
import {reasonIds} from './gate/reasons.ts';
import {planSchema} from './plan.ts';
import {usageSchema} from './usage.ts';
import {strictnessSchema} from './strictness.ts';
import {gateLevelSchema, verdictSchema} from './verdict.ts';

const phase = {phaseId: z.string()};
const attempt = {...phase, attempt: z.int().positive()};
const caller = {provider: z.string(), model: z.string()};
const call = {
	...caller, usage: usageSchema, costUsd: z.number().optional(), durationMs: z.number(),
};
const callError = {kind: z.string(), message: z.string(), permanent: z.boolean()};
const event = <Name extends string, Shape extends z.ZodRawShape>(type: Name, shape: Shape) =>
	z.object({type: z.literal(type), ...shape});

/**
What was wrong with an attempt, in words for the Builder.
*/
const feedbackSchema = z.object({
	source: z.enum(['patch', 'checks', 'auditor', 'person', 'landing']),
	/**
	The gate's reason that it is about, if it is one that may be just what the phase asks for.
	*/
	reason: z.enum(reasonIds).optional(),
	text: z.string(),
});

/**
A file that a model has read: the hash is that of its bytes, in hexadecimal.
*/
const shownFileSchema = z.object({path: z.string(), sha256: z.string()});

/**
Where a reply held a secret: `kind` in words such as `an AWS key`, `line` from 1, of the reply, `path` the file it was meant for, if any.
*/
const replySecretSchema = z.object({kind: z.string(), line: z.int(), path: z.string().optional()});

/**
Why a phase ended as it did; `supervisor`: it was settled elsewhere.
*/
const endCauseSchema = z.enum(['gate', 'person', 'attempts', 'budget', 'provider', 'supervisor']);

/**
Everything that can happen to a run. All are durable: appended to the journal before anything shows them.
The journal's payload, the NDJSON line and the SSE data are this same JSON.
*/
export const eventBodySchema = z.discriminatedUnion('type', [
	event('run.created', {plan: planSchema}),
	event('run.started', {
		/**
		True when an earlier executor had started this run.
		*/
		resumed: z.boolean(),
		executor: z.object({pid: z.int(), host: z.string(), version: z.string()}),
		/**
		Plan as the Supervisor gave it, merged with what the journal knew.
		*/
		plan: planSchema,
		branch: z.string(),
		/**
		The commit that the integration branch started from, and its head now.
		*/
		base: z.string(),
		head: z.string(),
		maxAttempts: z.int().positive(),
		strictness: strictnessSchema,
		/**
		What the gate decides by. Journals of older versions do not have it: then, the defaults.
		*/
		gate: gatePolicySchema.optional(),
		/**
		Names of the auditors; high-risk phases are reviewed by all of them, others by the first.
		*/
		auditors: z.array(z.string()),
	}),
	/**
	The Supervisor has phases that were not known before.
	*/
	event('plan.updated', {plan: planSchema}),
	event('run.interrupted', {signal: z.string()}),
	event('run.ended', {
		outcome: z.enum(['complete', 'incomplete', 'unanswered', 'unreachable', 'budget', 'stopped']),
		reason: z.string(),
		exitCode: z.int(),
	}),
	/**
	An ended phase is to be done again, with what a person has to say about it.
	*/
	event('phase.queued', {...phase, note: z.string().optional()}),
	event('attempt.started', {
		...attempt,
		/**
		Commit that the patch is to be applied to.
		*/
		base: z.string(),
		/**
		What was wrong with the attempt before; empty for the first.
		*/
		feedback: z.array(feedbackSchema),
	}),
	event('builder.started', {...attempt, ...caller}),
	event('builder.replied', {
		...attempt, ...call, text: z.string(),
		/**
		`stop`: the model finished; anything else is a reply that must not be applied.
		*/
		finish: z.enum(['stop', 'length', 'refusal', 'other']),
		/**
		Files whose text was in the prompt, at the attempt's base. Journals of older versions do not have it.
		*/
		shown: z.array(shownFileSchema).optional(),
		/**
		What was taken out of `text`, which says `[redacted]` there and must not be applied.
		*/
		secrets: z.array(replySecretSchema).optional(),
	}),
	event('builder.failed', {
		...attempt, ...caller, ...callError, usage: usageSchema,
	}),
	event('patch.applied', {...attempt, change: changeSchema}),
	event('patch.rejected', {...attempt, code: z.string(), message: z.string()}),
	event('auditor.started', {...attempt, ...caller, auditor: z.string()}),
	event('auditor.reviewed', {
		...attempt, ...call, auditor: z.string(), review: reviewSchema,
	}),
	event('auditor.failed', {
		...attempt, ...caller, ...callError, auditor: z.string(), usage: usageSchema,
	}),
	event('check.started', {
		...attempt, name: z.string(), kind: checkKindSchema, command: z.array(z.string()),
	}),
	event('check.finished', {...attempt, check: checkResultSchema}),
	/**
	All checks of the attempt are in.
	*/
	event('checks.finished', attempt),
	event('gate.decided', {...attempt, verdict: verdictSchema}),
	event('decision.needed', {...attempt, level: gateLevelSchema, reasons: z.array(z.string())}),
	event('command.received', {
		command: commandSchema,
		by: commandSourceSchema,
		/**
		Its seq at the remote Supervisor that it was sent to.
		*/
		remoteSeq: z.int().optional(),
	}),
	/**
	Journalled before the ref moves; on resume it is looked up, not repeated blindly.
	*/
	event('landing.intended', {
		...attempt, ref: z.string(), parent: z.string(), tree: z.string(), commit: z.string(),
	}),
	event('landing.done', {...attempt, commit: z.string()}),
	/**
	`head`: where the integration branch is now.
	*/
	event('landing.failed', {...attempt, message: z.string(), head: z.string()}),
	event('phase.ended', {
		...phase,
		state: z.enum(['COMPLETE', 'FAILED', 'SKIPPED', 'BLOCKED']),
		cause: endCauseSchema,
		reason: z.string(),
		commit: z.string().optional(),
	}),
	event('budget.exceeded', {
		kind: z.enum(['tokens', 'phases', 'duration']), used: z.number(), cap: z.number(), message: z.string(),
	}),
	event('supervisor.lost', {message: z.string()}),
	event('supervisor.found', {}),
	/**
	The Supervisor refused a report for good; it stays in the journal only.
	*/
	event('report.refused', {
		...phase, path: z.string(), status: z.int(), detail: z.string(),
	}),
	/**
	The server half: a remote executor reported this to us.
	*/
	event('report.received', {...phase, kind: z.enum(['builder_result', 'auditor_result', 'status']), state: z.string()}),
	event('warning', {message: z.string()}),
]);

export type EventBody = z.infer<typeof eventBodySchema>;
export type EventType = EventBody['type'];
export type EventOf<Type extends EventType> = Extract<EventBody, {type: Type}>;
export type Feedback = z.infer<typeof feedbackSchema>;
export type ShownFile = z.infer<typeof shownFileSchema>;
export type ReplySecret = z.infer<typeof replySecretSchema>;

/**
`seq` orders all events of a journal; `at` is in ISO 8601, UTC, milliseconds.
*/
export type Stamp = {seq: number; runId: string; at: string};
export type RunEvent = Stamp & EventBody;

/**
What streams by and is not stored: coalesced and, if nobody looks, lost.
*/
export type Delta =
	| {type: 'builder.delta'; runId: string; phaseId: string; attempt: number; text: string}
	| {type: 'auditor.delta'; runId: string; phaseId: string; attempt: number; auditor: string; text: string}
	| {type: 'check.output'; runId: string; phaseId: string; attempt: number; name: string; text: string};
