import {landingMessage} from '../domain/commit-message.ts';
import type {Attempt, PhaseProgress} from '../domain/run-state.ts';
import {attemptOf, phaseOf, type Session} from './session.ts';

type Ids = {phaseId: string; attempt: number};

/**
Lands the attempt's tree as one commit on the integration branch; ends in `landing.done` or `landing.failed`.
The commit is journalled before the ref moves: after a kill, an intent whose commit is on the branch is done, any other is taken up where it stopped.
*/
export async function land(session: Session, ids: Ids): Promise<void> {
	const {services: {workspace}, record, state} = session;
	const ref = `refs/heads/${state().branch}`;
	const attempt = attemptOf(session, ids);
	const intent = attempt.landing ?? await intend(session, ids, ref);
	if (attempt.landing && await workspace.hasLanded({ref, commit: intent.commit})) {
		await record({type: 'landing.done', ...ids, commit: intent.commit});
		return;
	}

	const result = await workspace.advanceRef({ref, from: intent.parent, to: intent.commit});
	await record(result === 'advanced'
		? {type: 'landing.done', ...ids, commit: intent.commit}
		: {
			type: 'landing.failed', ...ids, head: await workspace.headOf(ref),
			message: `${state().branch} was moved by somebody else since this attempt began; the change has to be made again on its new head.`,
		});
}

async function intend(session: Session, ids: Ids, ref: string) {
	const attempt = attemptOf(session, ids);
	const {tree} = attempt.change!;
	const parent = attempt.base;
	const message = landingMessage(messageFacts(session.state().runId, phaseOf(session, ids.phaseId), attempt));
	const commit = await session.services.workspace.createCommit({tree, parent, message});
	const intent = {
		ref, parent, tree, commit,
	};
	await session.record({type: 'landing.intended', ...ids, ...intent});
	return intent;
}

const messageFacts = (runId: string, {phase, approvedBy}: PhaseProgress, attempt: Attempt) => ({
	runId,
	phase,
	attempt: attempt.attempt,
	builderModel: attempt.builder!.model,
	auditorModels: attempt.auditors.filter(({review}) => review).map(({model}) => model),
	level: attempt.verdict!.level,
	approvedBy,
});
