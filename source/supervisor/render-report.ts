import type {PhaseUpdateBody, Report} from './report.ts';
import type {BuilderResult} from './wire.ts';

/**
`autopack` is a Supervisor of this program; `classic` the FastAPI service, old or new.
*/
export type ServerKind = 'autopack' | 'classic';

type ReportRequest = {path: string; body: unknown};

/**
Characters of a diff that a classic server's `notes` get: enough to read a phase by, small enough for its database and logs.
*/
const notesDiffLimit = 60_000;

/**
The requests that tell one report to a kind of server, in order. All are safe to repeat.
*/
export function renderReport(report: Report, kind: ServerKind): ReportRequest[] {
	const path = `/runs/${encodeURIComponent(report.runId)}/phases/${encodeURIComponent(report.phaseId)}`;
	switch (report.kind) {
		case 'progress': {
			return [{path: `${path}/update_status`, body: stateFor(report.body, kind)}];
		}

		case 'builder_result': {
			return [{path: `${path}/builder_result`, body: kind === 'classic' ? withoutPatch(report.body) : report.body}];
		}

		case 'auditor_result': {
			return [{path: `${path}/auditor_result`, body: report.body}];
		}

		case 'status': {
			const {reason, ...update} = report.body;
			const requests = [{path: `${path}/update_status`, body: stateFor(update, kind)}];
			// `/status` has no word for SKIPPED, and classic servers have no `/status`.
			return kind === 'classic' || update.state === 'SKIPPED'
				? requests
				: [...requests, {path: `${path}/status`, body: {status: update.state, reason}}];
		}
	}
}

/**
Classic servers know no BLOCKED: there it is FAILED with the quality fields saying why.
*/
function stateFor(update: PhaseUpdateBody, kind: ServerKind): PhaseUpdateBody {
	return kind === 'classic' && update.state === 'BLOCKED'
		? {
			...update, state: 'FAILED', quality_level: 'blocked', quality_blocked: true,
		}
		: update;
}

/**
Classic servers apply `patch_content` to their own repository, whatever the status; the patch has landed already, so its diff goes into the notes.
*/
function withoutPatch({patch_content: patch, ...result}: BuilderResult): BuilderResult {
	if (!patch) {
		return result;
	}

	const shown = patch.length > notesDiffLimit
		? `${patch.slice(0, notesDiffLimit)}\n[${patch.length - notesDiffLimit} more characters]`
		: patch;
	return {...result, notes: `${result.notes}\n\n${shown}`};
}
