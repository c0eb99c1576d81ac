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
	GitCommandError: unavailable,
	UnavailableError: unavailable,
	JournalError: unavailable,
	SupervisorError: unavailable,
	ListenError: unavailable,
	RollbackError: unavailable,
};

/**
The documented exit code for an error that ended a command; 70 for a bug.
*/
export function exitCodeOf(error: unknown): number {
	if (!(error instanceof Error)) {
		return internalError;
	}

	if (isEnvironmentError(error)) {
		return unavailable;
	}

	const isUnknownRun = error.name === 'SupervisorError' && 'kind' in error && (error.kind === 'not_found' || error.kind === 'invalid');
	return isUnknownRun ? usage : codes[error.name] ?? internalError;
}

/**
128 + the signal's number, as shells report it.
*/
export const signalExitCodes: Partial<Record<string, number>> = {SIGHUP: 129, SIGINT: 130, SIGTERM: 143};

const environmentCodes = new Set<unknown>(['EACCES', 'EBUSY', 'EDQUOT', 'EFBIG', 'EIO', 'EMFILE', 'ENFILE', 'ENOMEM', 'ENOSPC', 'EPERM', 'EROFS', 'EXDEV']);

/**
What the system refuses for want of space, rights or files, as errno(3) names it.
*/
const isEnvironmentError = (error: Error): boolean => 'syscall' in error && 'code' in error && environmentCodes.has(error.code);
