import {attemptOf, type Session} from './session.ts';

/**
Turns the Builder's reply into a tree on the attempt's base; ends in `patch.applied` or `patch.rejected`.
*/
export async function apply(session: Session, ids: {phaseId: string; attempt: number}): Promise<void> {
	const {builder, base} = attemptOf(session, ids);
	const {text, finish, shown} = builder!;
	const signal = session.signalOf(ids.phaseId);
	if (finish !== 'stop') {
		await session.record({type: 'patch.rejected', ...ids, ...cutOff(finish)});
		return;
	}

	const result = await session.services.workspace.applyReply(ids.phaseId, base, {text: text!, shown});
	signal.throwIfAborted();
	await session.record(result.ok
		? {type: 'patch.applied', ...ids, change: result.change}
		: {
			type: 'patch.rejected', ...ids, code: result.code, message: result.message,
		});
}

const cutOff = (finish: string | undefined) => finish === 'length'
	? {code: 'truncated', message: 'The reply was cut off at its token limit, so nothing of it was applied. Answer with a smaller change, in fewer words around it.'}
	: {code: 'unfinished', message: `The model did not finish its reply (${finish ?? 'no reason given'}), so nothing of it was applied.`};
