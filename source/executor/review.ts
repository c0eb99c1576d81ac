import {expectedAuditors} from '../domain/attempt-evidence.ts';
import {callModel, tokensLeft} from './call-model.ts';
import {
	attemptOf,
	phaseOf,
	refusalsBefore,
	type Session,
} from './session.ts';

/**
Has one auditor review the attempt's diff; ends in `auditor.reviewed` or `auditor.failed`.
*/
export async function review(session: Session, {auditor: name, ...ids}: {phaseId: string; attempt: number; auditor: string}): Promise<void> {
	const {services, record, state} = session;
	const auditor = services.auditors.find(candidate => candidate.name === name)!;
	const progress = phaseOf(session, ids.phaseId);
	const {base, change} = attemptOf(session, ids);
	const caller = {auditor: name, provider: auditor.provider, model: auditor.modelFor(progress.phase)};
	const signal = session.signalOf(ids.phaseId);
	await record({type: 'auditor.started', ...ids, ...caller});
	const context = await services.selectContext(progress.phase, base, refusalsBefore(session, ids));

	await callModel(session, async () => {
		const reply = await auditor.review({phase: progress.phase, diff: change!.diff, context}, {
			signal,
			tokensLeft: tokensLeft(session, expectedAuditors(progress, state()).length),
			onDelta(text) {
				services.onDelta({
					type: 'auditor.delta', runId: state().runId, ...ids, auditor: name, text,
				});
			},
		});
		signal.throwIfAborted();
		await record({
			type: 'auditor.reviewed', ...ids, ...caller, ...reply,
		});
	}, async ({kind, message, isPermanent, usage}) => {
		await record({
			type: 'auditor.failed', ...ids, ...caller, kind, message, permanent: isPermanent, usage,
		});
	});
}
