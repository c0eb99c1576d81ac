import {mkdtemp, rm} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import {executeAndShow} from '../compose/execute-and-show.ts';
import {openRun} from '../compose/open-run.ts';
import {tryOutSandbox} from '../compose/sandbox.ts';
import {repliesDirectory} from '../demo/demo-files.ts';
import {prepareDemo} from '../demo/prepare.ts';
import {createScriptedModels} from '../demo/scripted-models.ts';
import {UsageError} from '../exit-code.ts';
import type {CommandContext} from '../compose/command-context.ts';
import {createRun} from './run.ts';

/**
Milliseconds between two pieces of about four tokens. `normal` is about 130 tokens a second.
*/
const paces: Record<string, number> = {
	slow: 90, normal: 30, fast: 8, instant: 0,
};

/**
`autopack demo`: the main job on a temporary copy of the sample project, with models that read from a script; everything else is real.
The copy is kept for a look at its commits, unless it is in the way (`--json`).
*/
export async function demo(context: CommandContext): Promise<number> {
	const {config, flags, stderr} = context;
	const {settings} = config;
	const speed = flags.speed ?? (settings.json ? 'instant' : 'normal');
	const pace = paces[speed];
	if (pace === undefined) {
		throw new UsageError(`--speed is ${Object.keys(paces).join(', ')}, not "${speed}"`);
	}

	const directory = await mkdtemp(path.join(os.tmpdir(), 'autopack-demo-'));
	const {workspace, plan} = await prepareDemo(path.join(directory, 'fileorg'));
	const models = await createScriptedModels({replies: repliesDirectory, paceMsPerChunk: pace});
	const sandbox = await tryOutSandbox(config);
	const isConfined = !(sandbox && 'problem' in sandbox);
	if (!isConfined) {
		stderr.write(`autopack demo: no sandbox, since ${sandbox.problem}. What the script has the checks run comes with autopack; runs of your own are refused until a sandbox works or you do without.\n`);
	}

	stderr.write(`autopack demo: the models are scripted; git, patches, pytest, mypy, coverage, gate and landing are real. Workspace: ${workspace}\n`);
	const scripted: CommandContext = {
		...context,
		config: {
			...config,
			settings: {
				...settings,
				workspace,
				sandbox: isConfined ? settings.sandbox : 'off',
				apiUrl: undefined,
				openaiKey: undefined,
				anthropicKey: undefined,
				openaiBaseUrl: `${models.url}/v1`,
				openaiApi: 'responses',
				anthropicBaseUrl: models.url,
				builderModel: undefined,
				auditorModel: undefined,
			},
		},
	};
	try {
		return await openRun(scripted, async opened => {
			await createRun(opened, plan, 'the demo');
			return executeAndShow({
				...opened, context: scripted, runId: plan.run.run_id, notice: 'scripted models',
				goOn: `autopack demo  (anew; what landed stays in ${workspace})`,
			});
		});
	} finally {
		await models.close();
		if (settings.json && !flags.keep) {
			await rm(directory, {recursive: true, force: true});
		}
	}
}
