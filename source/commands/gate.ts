import type {CommandContext} from '../compose/command-context.ts';
import {readPolicyFile} from '../compose/policy-file.ts';
import {openStore} from '../compose/store.ts';
import {judgeAgain} from '../domain/gate/judge-again.ts';
import {defaultPolicy} from '../domain/gate/policy.ts';
import {nearestNames} from '../domain/nearest-names.ts';
import {fold} from '../domain/reduce.ts';
import {UsageError} from '../exit-code.ts';
import {formatRejudged} from '../output/gate-report.ts';
import {createLineWriter} from '../output/write-stream.ts';

/**
`autopack gate --run X [--policy FILE]`: what the gate would have said of a recorded run by another policy. With `--json`, a line a verdict. Nothing is run, and nothing is written.
*/
export async function gate({config, flags, stdout}: CommandContext): Promise<number> {
	const {settings, origins} = config;
	if (flags.run === undefined) {
		throw new UsageError('autopack gate needs a run: autopack gate --run X [--policy FILE]');
	}

	const policy = flags.policy === undefined ? settings.gate ?? defaultPolicy : await readPolicyFile(flags.policy);
	const {journal} = await openStore(config);
	try {
		const events = await journal.events(flags.run);
		if (events.length === 0) {
			const nearest = nearestNames(flags.run, await journal.runIds());
			throw new UsageError(`run "${flags.run}" is not in the journal of this workspace${nearest.length > 0 ? `; the nearest: ${nearest.join(', ')}` : ''}. See autopack runs.`);
		}

		const state = fold(flags.run, events);
		const strictness = origins.strictness === 'default' ? state.strictness : settings.strictness;
		const rejudged = judgeAgain(state, {policy, strictness});
		const writer = createLineWriter(stdout);
		for (const line of settings.json ? rejudged.map(each => JSON.stringify(each)) : formatRejudged(rejudged)) {
			await writer.write(line);
		}

		await writer.flush();
		return 0;
	} finally {
		await journal.close();
	}
}
