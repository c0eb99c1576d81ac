/**
Prints one table: start-up, our own time a phase, the demo against its critical path, memory. Ratios and medians: machines are noisy.
*/
import {mkdtemp, rm} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import type {RunEvent} from '../../source/domain/event.ts';
import {createScriptedModels} from '../../source/demo/scripted-models.ts';
import {
	median,
	memoryOf,
	timeProcess,
	timeOutput,
} from './measure.ts';
import {benchChecks} from './checks.ts';
import {benchPatch} from './patch.ts';
import {makeSmallRun} from './small-run.ts';

const bin = path.join(import.meta.dirname, '../../dist/bin.js');
const rows: Array<[figure: string, measured: string, target: string]> = [];
const directory = await mkdtemp(path.join(os.tmpdir(), 'autopack-bench-'));
const env: Record<string, string | undefined> = {
	...process.env, CI: undefined, XDG_CACHE_HOME: path.join(directory, 'cache'), AUTOPACK_CONFIG_DIR: directory, NODE_COMPILE_CACHE: path.join(directory, 'compiled'),
};

try {
	await benchStart();
	await benchFrame();
	await benchOverhead();
	await benchDemo();
	rows.push(...await benchPatch(), ...await benchChecks());
} finally {
	await rm(directory, {recursive: true, force: true});
}

const width = Math.max(...rows.map(([figure]) => figure.length));
const measuredWidth = Math.max(...rows.map(([, measured]) => measured.length));
for (const [figure, measured, target] of [['figure', 'measured', 'target'], ...rows]) {
	console.log(`${figure!.padEnd(width)}  ${measured!.padEnd(measuredWidth)}  ${target}`);
}

async function benchStart() {
	const bare: number[] = [];
	const version: number[] = [];
	for (let turn = 0; turn < 15; turn++) {
		bare.push((await timeProcess(['-e', '0'])).ms);
		version.push((await timeProcess([bin, '--version'])).ms);
	}

	const ratio = median(version.map((ms, turn) => ms / bare[turn]!));
	rows.push(['--version against node -e 0', `${median(version).toFixed(0)} ms / ${median(bare).toFixed(0)} ms = ${ratio.toFixed(2)}`, '<= 1.5']);
}

/**
The first turn is the first start after an installation: it compiles the bundle, and leaves it compiled to the others because it may end by itself.
*/
async function benchFrame() {
	const times = [];
	for (let turn = 0; turn < 9; turn++) {
		const {workspace, replies, plan} = await makeSmallRun(path.join(directory, `frame${turn}`), 3);
		const models = await createScriptedModels({replies, paceMsPerChunk: 50});
		const {ms, terminal} = await timeOutput(
			[bin, 'run', plan, '--workspace', workspace, '--openai-base-url', `${models.url}/v1`],
			'PHASES',
			{env},
		);
		times.push(ms);
		process.kill(terminal.pid, turn === 0 ? 'SIGTERM' : 'SIGKILL');
		await terminal.exit;
		await models.close();
	}

	rows.push(['first frame of a real run, in a PTY', `${median(times.slice(1)).toFixed(0)} ms (the very first ${times[0]!.toFixed(0)})`, '<= 300 ms']);
}

async function benchOverhead() {
	const count = 20;
	const {workspace, replies, plan} = await makeSmallRun(path.join(directory, 'overhead'), count);
	const models = await createScriptedModels({replies, paceMsPerChunk: 0});
	const {stdout} = await timeProcess([bin, 'run', plan, '--yes', '--json', '--workspace', workspace, '--openai-base-url', `${models.url}/v1`], {env});
	await models.close();
	const own = ownTimeByPhase(parse(stdout));
	if (own.length !== count) {
		throw new Error(`${own.length} of ${count} phases landed`);
	}

	rows.push([`our own time a phase (instant models, no-op check, ${count} phases)`, `${median(own).toFixed(0)} ms`, '<= 100 ms']);
}

async function benchDemo() {
	const began = performance.now();
	const {terminal} = await timeOutput([bin, 'demo', '--yes', '--speed', 'instant'], 'all 9 phases are COMPLETE', {env});
	const wallMs = performance.now() - began;
	const {nowMb, peakMb} = memoryOf(terminal.pid);
	terminal.press('q');
	await terminal.exit;
	const {stdout} = await timeProcess([bin, 'demo', '--yes', '--json'], {env});
	const events = parse(stdout);
	const criticalMs = criticalPathMs(events);
	const runMs = Date.parse(events.at(-1)!.at) - Date.parse(events[0]!.at);
	rows.push(
		['nine-phase demo, with the UI, wall time', `${(wallMs / 1000).toFixed(1)} s`, ''],
		['nine-phase demo, headless, against its critical path', `${(runMs / 1000).toFixed(1)} s / ${(criticalMs / 1000).toFixed(1)} s = ${(runMs / criticalMs).toFixed(2)}`, ''],
		['memory after the demo, with the UI', `${nowMb.toFixed(0)} MiB (peak ${peakMb.toFixed(0)})`, '<= 150 MiB'],
	);
}

function parse(ndjson: string): RunEvent[] {
	return ndjson.trim().split('\n').map(line => JSON.parse(line) as RunEvent);
}

/**
Milliseconds of each phase that were neither a model's nor a check's: its wall time less its critical path.
*/
function ownTimeByPhase(events: RunEvent[]): number[] {
	const phases = Map.groupBy(events.filter(event => 'phaseId' in event), ({phaseId}) => phaseId);
	return phases.values().map(ofPhase => {
		const began = Date.parse(ofPhase[0]!.at);
		const ended = Date.parse(ofPhase.find(({type}) => type === 'phase.ended')!.at);
		return ended - began - criticalPathMs(ofPhase);
	}).toArray();
}

/**
What no executor could do faster one phase after the other: the Builder's time, then the longest of reviews and checks, summed over the attempts.
*/
function criticalPathMs(events: RunEvent[]): number {
	const attempts = new Map<string, {buildMs: number; evaluateMs: number}>();
	const of = ({phaseId, attempt}: {phaseId: string; attempt: number}) => {
		const key = `${phaseId} ${attempt}`;
		attempts.set(key, attempts.get(key) ?? {buildMs: 0, evaluateMs: 0});
		return attempts.get(key)!;
	};

	for (const event of events) {
		switch (event.type) {
			case 'builder.replied': {
				of(event).buildMs = event.durationMs;

				break;
			}

			case 'auditor.reviewed': {
				const attempt = of(event);
				attempt.evaluateMs = Math.max(attempt.evaluateMs, event.durationMs);

				break;
			}

			case 'check.finished': {
				const attempt = of(event);
				attempt.evaluateMs = Math.max(attempt.evaluateMs, event.check.durationMs);

				break;
			}
		// No default
		}
	}

	return attempts.values().reduce((sum, {buildMs, evaluateMs}) => sum + buildMs + evaluateMs, 0);
}
