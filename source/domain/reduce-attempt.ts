import type {EventOf, RunEvent} from './event.ts';
import type {Attempt, AuditorState, CheckState} from './run-state.ts';

/**
Events that change the attempt they name and nothing else of their phase but, at most, its stage.
*/
export type AttemptEvent = Extract<RunEvent, {attempt: number}>;

/**
The attempt after an event of its own. Pure; exhaustive over what concerns an attempt.
*/
export function reduceAttempt(attempt: Attempt, event: AttemptEvent): Attempt {
	switch (event.type) {
		case 'builder.started': {
			return {...attempt, builder: {provider: event.provider, model: event.model, startedAt: event.at}};
		}

		case 'builder.replied': {
			const {provider, model, usage, costUsd, durationMs, text, finish, shown, secrets} = event;
			const startedAt = attempt.builder?.startedAt ?? event.at;
			return {
				...attempt, builder: {
					provider, model, startedAt, usage, costUsd, durationMs, text, finish, shown, secrets,
				},
			};
		}

		case 'builder.failed': {
			const {provider, model, usage, message} = event;
			return {
				...attempt, builder: {
					provider, model, startedAt: attempt.builder?.startedAt ?? event.at, usage, error: message,
				},
			};
		}

		case 'patch.applied': {
			return {...attempt, change: event.change};
		}

		case 'patch.rejected': {
			return {...attempt, rejection: {code: event.code, message: event.message}};
		}

		case 'auditor.started': {
			const {auditor, provider, model} = event;
			return withAuditor(attempt, {
				auditor, provider, model, startedAt: event.at,
			});
		}

		case 'auditor.reviewed':
		case 'auditor.failed': {
			return withAuditor(attempt, settledAuditor(attempt, event));
		}

		case 'check.started': {
			return withCheck(attempt, {name: event.name, kind: event.kind, startedAt: event.at});
		}

		case 'check.finished': {
			const {check} = event;
			const startedAt = attempt.checks.find(({name}) => name === check.name)?.startedAt ?? event.at;
			return withCheck(attempt, {
				name: check.name, kind: check.kind, startedAt, result: check,
			});
		}

		case 'checks.finished': {
			return {...attempt, checksFinished: true};
		}

		case 'gate.decided': {
			return {...attempt, verdict: event.verdict};
		}

		case 'landing.intended': {
			const {ref, parent, tree, commit} = event;
			return {
				...attempt, landing: {
					ref, parent, tree, commit,
				},
			};
		}

		case 'attempt.started':
		case 'decision.needed':
		case 'landing.done':
		case 'landing.failed': {
			return attempt;
		}
	}
}

function settledAuditor(attempt: Attempt, event: EventOf<'auditor.reviewed' | 'auditor.failed'> & {at: string}): AuditorState {
	const {auditor, provider, model, usage} = event;
	const startedAt = attempt.auditors.find(state => state.auditor === auditor)?.startedAt ?? event.at;
	const call = {
		auditor, provider, model, startedAt, usage,
	};
	return event.type === 'auditor.failed'
		? {...call, error: event.message}
		: {
			...call, review: event.review, costUsd: event.costUsd, durationMs: event.durationMs,
		};
}

function withAuditor(attempt: Attempt, state: AuditorState): Attempt {
	const others = attempt.auditors.filter(({auditor}) => auditor !== state.auditor);
	return {...attempt, auditors: [...others, state].toSorted((a, b) => a.startedAt.localeCompare(b.startedAt))};
}

function withCheck(attempt: Attempt, state: CheckState): Attempt {
	const isKnown = attempt.checks.some(({name}) => name === state.name);
	return {
		...attempt,
		checks: isKnown
			? attempt.checks.map(check => check.name === state.name ? state : check)
			: [...attempt.checks, state],
	};
}
