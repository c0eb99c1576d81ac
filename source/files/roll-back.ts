import type {Stagings} from './stagings.ts';
import type {UndoLog} from './undo-log.ts';

/**
Files could neither be written nor all be put back. The message says where those are that are missing.
*/
class RollbackError extends Error {
	override readonly name = 'RollbackError';
}

/**
Takes back what was done when `reason` came up. Throws RollbackError if the system refuses that too, and keeps what was moved aside.
*/
export async function rollBack(reason: unknown, undo: UndoLog, stagings: Stagings): Promise<void> {
	try {
		await undo.rollBack();
		await stagings.remove();
	} catch (error) {
		await stagings.close();
		throw new RollbackError(`${messageOf(reason)} What had been changed by then could not all be put back: ${messageOf(error)}. The files as they were are in ${stagings.locations.join(', ')}.`, {cause: reason});
	}
}

const messageOf = (error: unknown): string => error instanceof Error ? error.message : String(error);
