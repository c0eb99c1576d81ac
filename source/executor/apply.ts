import {findSecretsInDiff} from '../secrets/find-secrets-in-diff.ts';
import {attemptOf, type Session} from './session.ts';

/**
Turns the Builder's reply into a tree on the attempt's base; ends in `patch.applied` or `patch.rejected`.
*/
export async function apply(session: Session, ids: {phaseId: string; attempt: number}): Promise<void> {
	const {builder, base} = attemptOf(session, ids);
	const {text, finish, shown, secrets} = builder!;
	const signal = session.signalOf(ids.phaseId);
	if (secrets !== undefined) {
		await session.record({type: 'patch.rejected', ...ids, ...holdsSecrets(secrets.map(secret => ({...secret, isInReply: true})))});
		return;
	}

	if (finish !== 'stop') {
		await session.record({type: 'patch.rejected', ...ids, ...cutOff(finish)});
		return;
	}

	const result = await session.services.workspace.applyReply(ids.phaseId, base, {text: text!, shown});
	const added = result.ok ? await findSecretsInDiff(result.change.diff) : [];
	signal.throwIfAborted();
	if (added.length > 0) {
		await session.record({type: 'patch.rejected', ...ids, ...holdsSecrets(added)});
		return;
	}

	await session.record(result.ok
		? {type: 'patch.applied', ...ids, change: result.change}
		: {
			type: 'patch.rejected', ...ids, code: result.code, message: result.message,
		});
}

const cutOff = (finish: string | undefined) => finish === 'length'
	? {code: 'truncated', message: 'The reply was cut off at its token limit, so nothing of it was applied. Answer with a smaller change, in fewer words around it.'}
	: {code: 'unfinished', message: `The model did not finish its reply (${finish ?? 'no reason given'}), so nothing of it was applied.`};

const maxNamed = 10;

/**
In words that do not repeat them.
*/
function holdsSecrets(secrets: Array<{kind: string; line: number; path?: string; isInReply?: true}>) {
	const places = secrets.slice(0, maxNamed).map(({kind, line, path, isInReply}) =>
		`${kind} at line ${line} of ${isInReply ? `your reply${path === undefined ? '' : `, for ${path}`}` : path}`);
	const more = secrets.length > maxNamed ? `, and ${secrets.length - maxNamed} more` : '';
	return {
		code: 'secret',
		message: `The reply holds what looks like a secret, so nothing of it was applied: ${places.join('; ')}${more}. Secrets must not be committed: read them from the environment instead, and in tests and documentation use an obvious placeholder, such as "example-key".`,
	};
}
