import {redactReply} from '../secrets/redact-reply.ts';
import {createStreamRedactor} from '../secrets/redact-stream.ts';
import {callModel, tokensLeft} from './call-model.ts';
import {
	attemptOf,
	phaseOf,
	refusalsBefore,
	type Session,
} from './session.ts';

/**
Has the Builder write a reply for this attempt; ends in `builder.replied` or `builder.failed`. Secrets in it are taken out before anybody sees it.
*/
export async function build(session: Session, ids: {phaseId: string; attempt: number}): Promise<void> {
	const {services, record} = session;
	const {builder} = services;
	const {phase, attempts, attemptsAllowed} = phaseOf(session, ids.phaseId);
	const {base, feedback} = attemptOf(session, ids);
	const caller = {provider: builder.provider, model: builder.modelFor(phase)};
	const refusals = refusalsBefore(session, ids);
	const signal = session.signalOf(ids.phaseId);
	const [context] = await Promise.all([services.selectContext(phase, base, refusals), record({type: 'builder.started', ...ids, ...caller})]);
	const live = showLive(session, ids);

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
			onDelta: live.push,
		});
		live.end();
		const {text, secrets} = await redactReply(reply.text, context.files.map(({content}) => content));
		signal.throwIfAborted();
		await record({
			type: 'builder.replied', ...ids, ...caller, ...reply, text, ...secrets.length > 0 && {secrets}, shown: context.files.map(({path, sha256}) => ({path, sha256})),
		});
	}, async ({kind, message, isPermanent, usage}) => {
		await record({
			type: 'builder.failed', ...ids, ...caller, kind, message, permanent: isPermanent, usage,
		});
	});
}

const showLive = ({services, state}: Session, ids: {phaseId: string; attempt: number}) => createStreamRedactor(text => {
	services.onDelta({
		type: 'builder.delta', runId: state().runId, ...ids, text,
	});
});
