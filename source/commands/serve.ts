import {followSignals} from '../compose/interruption.ts';
import {createModelRouting} from '../compose/model-routing.ts';
import {modelSettings} from '../compose/module-settings.ts';
import {openStore} from '../compose/store.ts';
import {integrationStatusOf} from '../compose/integration-status.ts';
import {createSupervisorApp} from '../supervisor/server/app.ts';
import {listen} from '../supervisor/server/listen.ts';
import {signalExitCodes, UsageError} from '../exit-code.ts';
import type {CommandContext} from '../compose/command-context.ts';

/**
`autopack serve`: the Supervisor API over this workspace's journal, until a signal.
*/
export async function serve({config, flags, version, stdout}: CommandContext): Promise<number> {
	const {host, port = 8000} = flags;
	if (!Number.isSafeInteger(port) || port < 0 || port > 65_535) {
		throw new UsageError('--port is a number from 0 (any free port) to 65535.');
	}

	const {journal, repository} = await openStore(config);
	const {apiKey} = config.settings;
	const interruption = followSignals();
	try {
		const app = createSupervisorApp({
			journal, version, apiKey, recordReports: true, integrationStatus: integrationStatusOf(repository.root),
			modelRouting: createModelRouting(journal, modelSettings(config.settings)),
		});
		const {url, close} = await listen(app, {host, port, apiKey});
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
