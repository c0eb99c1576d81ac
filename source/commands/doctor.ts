import {diagnose} from '../compose/diagnose.ts';
import {createLineWriter} from '../output/write-stream.ts';
import type {CommandContext} from '../compose/command-context.ts';

/**
`autopack doctor`: what this machine and workspace have and lack, what to do about it, and where each setting comes from. Exit code 0 when a run could be executed, else 2.
*/
export async function doctor({config, version, stdout}: CommandContext): Promise<number> {
	const findings = await diagnose(config, version);
	const writer = createLineWriter(stdout);
	const marks = {ok: 'ok  ', lacks: 'no  ', info: ' '.repeat(4)};
	for (const {mark, topic, text, wayOut} of findings) {
		await writer.write(config.settings.json
			? JSON.stringify({
				mark, topic, text, wayOut,
			})
			: `${marks[mark]}${topic.padEnd(18)}${text}${wayOut ? `\n${' '.repeat(22)}-> ${wayOut}` : ''}`);
	}

	await writer.flush();
	return findings.some(({mark, isNeeded}) => isNeeded && mark === 'lacks') ? 2 : 0;
}
