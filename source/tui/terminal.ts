import process from 'node:process';
import {setTimeout as delay} from 'node:timers/promises';
import type {SuspendTerminal} from 'ink';

const eraseAllAndGoHome = '\u{1B}[2J\u{1B}[H';
const settleMs = 100;

/**
Erases whatever is on the screen, also what Ink does not know of.
*/
export function wipeScreen(stdout: NodeJS.WritableStream): void {
	stdout.write(eraseAllAndGoHome);
}

/**
Stops this job as Ctrl-Z does elsewhere, and takes the terminal back once the shell continues it.
*/
export async function suspendProcess(suspendTerminal: SuspendTerminal): Promise<void> {
	await suspendTerminal(async () => {
		// The whole group, so that the shell sees npx, npm or whatever started us stop as well.
		process.kill(0, 'SIGTSTP');
		// Time stands still while stopped; where nobody can continue us (an orphaned group) the signal does nothing and this goes on.
		await delay(settleMs);
	});
}
