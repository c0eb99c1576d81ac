import {followSignals} from '../compose/interruption.ts';
import {openStore} from '../compose/store.ts';
import {integrationStatusOf} from '../compose/integration-status.ts';
import {createSupervisorApp} from '../supervisor/server/app.ts';
import {listen} from '../supervisor/server/listen.ts';
import {signalExitCodes} from '../exit-code.ts';
import type {CommandContext} from '../compose/command-context.ts';

/**
`autopack serve`: the Supervisor API over this workspace's journal, until a signal.
*/
export async function serve({config, flags, version, stdout}: CommandContext): Promise<number> {
	const {journal, repository} = await openStore(config);
	const {apiKey} = config.settings;
	const interruption = followSignals();
	try {
		const app = createSupervisorApp({
			journal, version, apiKey, recordReports: true, integrationStatus: integrationStatusOf(repository.root),
		});
		const {url, close} = await listen(app, {host: flags.host, port: flags.port ?? 8000, apiKey});
		stdout.write(`Supervisor API on ${url}${apiKey ? ', with a key' : ''}; journal ${journal.path}; Ctrl-C ends it.\n`);
		if (!interruption.signal.aborted) {
			await new Promise(resolve => {
				interruption.signal.addEventListener('abort', resolve, {once: true});
			});
		}

		await close();
		return signalExitCodes[interruption.name() ?? ''] ?? 0;
	} finally {
		interruption.dispose();
		await journal.close();
	}
}
