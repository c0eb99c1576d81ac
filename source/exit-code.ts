/**
A command line that cannot be carried out as it stands: exit code 2.
*/
export class UsageError extends Error {
	override readonly name = 'UsageError';
}

/**
What the machine, the repository or somebody else refuses at the moment: exit code 4.
*/
export class UnavailableError extends Error {
	override readonly name = 'UnavailableError';
}

const usage = 2;
const unavailable = 4;
/**
EX_SOFTWARE of sysexits.h: an error that autopack did not foresee.
*/
export const internalError = 70;

const codes: Record<string, number> = {
	UsageError: usage,
	ConfigError: usage,
	GitError: usage,
	NoProviderError: usage,
	UnavailableError: unavailable,
	JournalError: unavailable,
	SupervisorError: unavailable,
	ListenError: unavailable,
};

/**
The documented exit code for an error that ended a command; 70 for a bug.
*/
export function exitCodeOf(error: unknown): number {
	if (!(error instanceof Error)) {
		return internalError;
	}

	const isUnknownRun = error.name === 'SupervisorError' && 'kind' in error && (error.kind === 'not_found' || error.kind === 'invalid');
	return isUnknownRun ? usage : codes[error.name] ?? internalError;
}

/**
128 + the signal's number, as shells report it.
*/
export const signalExitCodes: Partial<Record<string, number>> = {SIGHUP: 129, SIGINT: 130, SIGTERM: 143};
