import {callModel, tokensLeft} from './call-model.ts';
import {
	attemptOf,
	phaseOf,
	refusalsBefore,
	type Session,
} from './session.ts';

/**
Has the Builder write a reply for this attempt; ends in `builder.replied` or `builder.failed`.
*/
export async function build(session: Session, ids: {phaseId: string; attempt: number}): Promise<void> {
	const {services, record, state} = session;
	const {builder} = services;
	const {phase, attempts, attemptsAllowed} = phaseOf(session, ids.phaseId);
	const {base, feedback} = attemptOf(session, ids);
	const caller = {provider: builder.provider, model: builder.modelFor(phase)};
	const refusals = refusalsBefore(session, ids);
	const signal = session.signalOf(ids.phaseId);
	const [context] = await Promise.all([services.selectContext(phase, base, refusals), record({type: 'builder.started', ...ids, ...caller})]);

	await callModel(session, async () => {
		const reply = await builder.build({
			phase,
			attempt: ids.attempt,
			context,
			feedback,
			refusals,
			isLastAttempt: ids.attempt >= attemptsAllowed,
			previousDiff: attempts.findLast(({attempt, change}) => attempt < ids.attempt && change)?.change?.diff,
		}, {
			signal,
			tokensLeft: tokensLeft(session, 1),
			onDelta(text) {
				services.onDelta({
					type: 'builder.delta', runId: state().runId, ...ids, text,
				});
			},
		});
		signal.throwIfAborted();
		await record({
			type: 'builder.replied', ...ids, ...caller, ...reply, shown: context.files.map(({path, sha256}) => ({path, sha256})),
		});
	}, async ({kind, message, isPermanent, usage}) => {
		await record({
			type: 'builder.failed', ...ids, ...caller, kind, message, permanent: isPermanent, usage,
		});
	});
}
