/**
The journal cannot be used: the message is one sentence for a person that names the file and the way out.
*/
export class JournalError extends Error {
	override readonly name: string = 'JournalError';
}

export class DuplicateRunError extends JournalError {
	override readonly name = 'DuplicateRunError';
	readonly runId: string;

	constructor(runId: string) {
		super(`Run "${runId}" exists already. Choose another run id, or execute the run that is there.`);
		this.runId = runId;
	}
}

export class DuplicateIdError extends JournalError {
	override readonly name = 'DuplicateIdError';

	constructor(kind: 'tier' | 'phase', id: string) {
		super(`The plan has two ${kind}s with the ${kind}_id "${id}". Give each ${kind} of a run its own.`);
	}
}

export class UnknownTierError extends JournalError {
	override readonly name = 'UnknownTierError';
	readonly tierId: string;

	constructor(phaseId: string, tierId: string) {
		super(`Phase "${phaseId}" belongs to tier "${tierId}", which the plan does not have. Add the tier or correct the phase's tier_id.`);
		this.tierId = tierId;
	}
}
