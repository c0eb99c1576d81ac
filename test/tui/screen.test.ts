import {mkdtemp, readFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {setTimeout as delay} from 'node:timers/promises';
import {beforeAll, expect, test as base} from 'vitest';
import {Terminal} from '../helpers/terminal.ts';
import {bundleDriver} from './bundle-driver.ts';
import type {DriverSetup} from './driver.tsx';

let driver: string;

beforeAll(async () => {
	driver = await bundleDriver();
});

type Size = {columns: number; rows: number};
const wide: Size = {columns: 120, rows: 30};
type Start = (setup: DriverSetup, size?: Size, env?: Record<string, string>) => Terminal;

const test = base.extend<{open: (terminal: Terminal) => Terminal; start: Start}>({
	// eslint-disable-next-line no-empty-pattern -- Vitest wants the pattern.
	async open({}, use) {
		const opened: Terminal[] = [];
		await use(terminal => {
			opened.push(terminal);
			return terminal;
		});
		for (const terminal of opened) {
			terminal.close();
		}
	},
	async start({open}, use) {
		await use((setup, size = wide, env = {}) => open(new Terminal({
			command: process.execPath, args: [driver, JSON.stringify(setup)], env, ...size,
		})));
	},
});

async function withCommands(start: Start, setup: DriverSetup) {
	const directory = await mkdtemp(path.join(tmpdir(), 'autopack-keys-'));
	const commandsFile = path.join(directory, 'commands');
	const terminal = start({...setup, commandsFile});
	const commands = async (): Promise<unknown[]> => {
		const text = await readFile(commandsFile, 'utf8').catch(() => '');
		return text.split('\n').filter(Boolean).map(line => JSON.parse(line) as unknown);
	};

	return {terminal, commands};
}

/**
Longer than the silence that a guarded key needs.
*/
const beQuiet = async () => delay(200);

const auth = 'fileorg-p2-auth';
const restored = '\u{1B}[?1049l';
const shownCursor = '\u{1B}[?25h';

test.concurrent('each size shows all four panels, the question and the keys, and no row more than there are', async ({start}) => {
	const terminal = start({scene: 'decision'}, {columns: 80, rows: 24});
	for (const [columns, rows] of [[80, 24], [120, 30], [140, 40], [100, 16], [60, 16]] as const) {
		terminal.resize(columns, rows);
		await terminal.waitFor(() => {
			const shown = terminal.rows();
			return /fileorg-phase2-beta.* 8\/9 /v.test(shown[0] ?? '')
				&& /a approve auth.*\? help/v.test(shown.at(-1) ?? '')
				&& new RegExp(`^[─┴]{${columns}}$`, 'v').test(shown.at(-2) ?? '')
				&& ['PHASES', 'BUILDER', 'AUDITORS', 'GATE', 'auth needs you'].every(text => terminal.screen().includes(text));
		});
	}
});

test.concurrent('below 60 columns one panel is shown, with tabs', async ({start}) => {
	const terminal = start({scene: 'building'}, {columns: 40, rows: 15});
	await terminal.waitFor('[1 phases] 2 builder 3 auditors 4 gate');
	expect(terminal.rows()[0]).toContain('fileorg-phase2-beta');
	terminal.press('4');
	await terminal.waitFor('1 phases 2 builder 3 auditors [4 gate]');
	expect(terminal.screen()).toContain('✗ 41 passed, 1 failed');
	expect(terminal.rows().at(-1)).toContain('? help');
});

test.concurrent('a terminal of 20 x 5 gets one sentence, and the whole screen again once it grows', async ({start}) => {
	const terminal = start({scene: 'building'}, {columns: 20, rows: 5});
	await terminal.waitFor(/autopack 4\/9: make\nthis terminal 40 x\n10 or larger\./v);
	terminal.resize(120, 30);
	await terminal.waitFor('? help');
	expect(terminal.screen()).toContain('AUDITORS');
});

test.concurrent('a storm of resizes leaves no ghosts', async ({start}) => {
	const still = async (size: Size) => {
		const terminal = start({scene: 'ended', options: {reducedMotion: true}}, size);
		await terminal.waitFor('SUMMARY');
		terminal.press('\u{1B}');
		// The last row is drawn last.
		await terminal.waitFor(() => terminal.rows().at(-1)?.includes('j select') ?? false);
		return terminal;
	};

	const stormy = await still({columns: 90, rows: 20});
	for (let step = 0; step < 40; step++) {
		stormy.resize(20 + ((step * 37) % 130), 5 + ((step * 13) % 40));
	}

	stormy.resize(110, 32);
	const fresh = await still({columns: 110, rows: 32});
	const expected = fresh.screen();
	await stormy.waitFor(() => stormy.screen() === expected);
});

test.concurrent('approve acts on the phase that asks, whichever is selected', async ({start}) => {
	const {terminal, commands} = await withCommands(start, {scene: 'decision'});
	await terminal.waitFor('auth needs you');
	terminal.press('k');
	await terminal.waitFor(/❯ ✗ batch-upload/v);
	expect(terminal.rows().at(-1)).toContain('a approve auth');
	terminal.press('a');
	await terminal.waitFor('Approved auth.');
	expect(await commands()).toEqual([{type: 'approve', phaseId: auth}]);
});

test.concurrent('a skip asks; a held key, a paste and Enter are not a yes, a y of its own is', async ({start}) => {
	const {terminal, commands} = await withCommands(start, {scene: 'decision'});
	await terminal.waitFor('auth needs you');
	terminal.press('s');
	await terminal.waitFor('Skip auth?');
	terminal.press('y');
	terminal.press('y');
	await beQuiet();
	terminal.press('yyyyyyyy');
	await beQuiet();
	terminal.press('\u{1B}[200~y\u{1B}[201~');
	await beQuiet();
	terminal.press('y\u{1B}[A');
	await beQuiet();
	expect(terminal.screen()).toContain('Skip auth?');
	terminal.press('\r');
	await terminal.waitFor('auth needs you');
	expect(await commands()).toEqual([]);

	terminal.press('s');
	await terminal.waitFor('Skip auth?');
	await beQuiet();
	terminal.press('y');
	await terminal.waitFor('Skipped auth.');
	expect(await commands()).toEqual([{type: 'skip', phaseId: auth}]);
});

test.concurrent('approving what the gate blocks asks first', async ({start}) => {
	const {terminal, commands} = await withCommands(start, {
		scene: 'decision', more: [{
			type: 'decision.needed', phaseId: auth, attempt: 1, level: 'blocked', reasons: ['pytest: 2 new failures'],
		}],
	});
	await terminal.waitFor('the gate blocks it');
	terminal.press('a');
	await terminal.waitFor('Approve auth although the gate blocks it?');
	expect(terminal.screen()).toContain('pytest: 2 new failures');
	terminal.press('n');
	await terminal.waitFor('auth needs you');
	expect(await commands()).toEqual([]);
});

test.concurrent('keys are inert while a note is typed; Enter sends it, Esc does not', async ({start}) => {
	const {terminal, commands} = await withCommands(start, {scene: 'decision'});
	await terminal.waitFor('auth needs you');
	terminal.press('r');
	await terminal.waitFor('Retry auth');
	terminal.press('\u{1B}');
	await terminal.waitFor('auth needs you');
	expect(await commands()).toEqual([]);
	terminal.press('r');
	await terminal.waitFor('Retry auth');
	for (const key of 'use q? as') {
		terminal.press(key);
	}

	terminal.press('\u{1B}[200~ pasted\u{1B}[201~');
	await terminal.waitFor('use q? as pasted');
	terminal.press('\r');
	await terminal.waitFor('goes back to the Builder with your note');
	expect(await commands()).toEqual([{type: 'retry', phaseId: auth, note: 'use q? as pasted'}]);
});

test.concurrent('a phase that failed can be retried; one that landed says why not', async ({start}) => {
	const {terminal, commands} = await withCommands(start, {scene: 'ended'});
	await terminal.waitFor('SUMMARY');
	terminal.press('\u{1B}');
	await terminal.waitFor('PHASES');
	terminal.press('r');
	await terminal.waitFor('auth is not.');
	terminal.press('k');
	await terminal.waitFor('❯ ✗ batch-upload');
	terminal.press('r');
	await terminal.waitFor('Retry batch-upload');
	terminal.press('\r');
	await terminal.waitFor('batch-upload goes back to the Builder.');
	expect(await commands()).toEqual([{type: 'retry', phaseId: 'fileorg-p2-batch-upload'}]);
});

test.concurrent('read-only: every action says why it does nothing', async ({start}) => {
	const {terminal, commands} = await withCommands(start, {scene: 'decision', options: {readOnly: true}});
	await terminal.waitFor('auth needs you');
	expect(terminal.rows().at(-1)).not.toContain('approve');
	terminal.press('a');
	await terminal.waitFor('decide where the run was started');
	terminal.press('p');
	await terminal.waitFor('pause where the run was started');
	expect(await commands()).toEqual([]);
});

test.concurrent('p pauses and goes on', async ({start}) => {
	const {terminal, commands} = await withCommands(start, {scene: 'building'});
	await terminal.waitFor('p pause');
	terminal.press('p');
	await terminal.waitFor('⚑ paused');
	terminal.press('p');
	await terminal.waitFor('p pause');
	expect(await commands()).toEqual([{type: 'pause'}, {type: 'resume'}]);
});

test.concurrent('the diff marks what changed; Esc closes only the topmost layer', async ({start}) => {
	const terminal = start({scene: 'decision'});
	await terminal.waitFor('auth needs you');
	terminal.press('d');
	await terminal.waitFor('❯ DIFF');
	expect(terminal.screen()).toMatch(/11 {2}- {4}assert detect\("K1A 0B1"\) is None\n {3}11 {2}\+ {4}assert detect\("K1A 0B1"\) == CANADA/v);
	terminal.press('?');
	await terminal.waitFor('❯ HELP');
	terminal.press('\u{1B}');
	await terminal.waitFor('❯ DIFF');
	terminal.press('\u{1B}');
	await terminal.waitFor('❯ PHASES');
});

test.concurrent('focus moves by Tab, Shift-Tab and number, and is seen without colour; Enter zooms', async ({start}) => {
	const terminal = start({scene: 'building'}, wide, {FORCE_COLOR: '0'});
	await terminal.waitFor('❯ PHASES');
	terminal.press('\t');
	await terminal.waitFor('❯ BUILDER');
	terminal.press('\u{1B}[Z');
	await terminal.waitFor('❯ PHASES');
	terminal.press('4');
	await terminal.waitFor('❯ GATE');
	terminal.press('\r');
	await terminal.waitFor('[4 gate]');
	expect(terminal.screen()).not.toContain('PHASES');
	terminal.press('z');
	await terminal.waitFor('PHASES');
	const styles = terminal.output.split('\u{1B}[').filter(part => /^[\d;]*m/v.test(part));
	expect(styles).toEqual([]);
});

test.concurrent('following pauses on a scroll up, tells what is new, and G follows again', async ({start}) => {
	const terminal = start({scene: 'building', lineEveryMs: 10});
	await terminal.waitFor('line 40 of');
	terminal.press('2k');
	await terminal.waitFor(/↓ \d+ new/v);
	const top = terminal.rows()[3];
	await terminal.waitFor(/↓ [2-9]\d new/v);
	expect(terminal.rows()[3]).toBe(top);
	terminal.press('G');
	await terminal.waitFor(() => !/↓ \d+ new/v.test(terminal.screen()));
});

test.concurrent('wide characters, emoji and joined emoji keep the upright where it is', async ({start}) => {
	const text = '漢字かな交じり文\n👩‍👩‍👧‍👦 family, 👍🏽 thumb, 🇨🇦 flag, ❤️ heart\n日本語のとても長い行が右端を越えて折り返される様子を見るための文章です。日本語のとても長い行が右端を越えて折り返される。\ne\u{301}\u{301} marks\n';
	const terminal = start({scene: 'building', text, options: {reducedMotion: true}}, {columns: 100, rows: 30});
	await terminal.waitFor('marks');
	const columns = Array.from({length: 10}, (_, index) => terminal.columnOf(index + 2, '│'));
	expect(new Set(columns)).toEqual(new Set([33]));
	expect(terminal.screen()).toContain('漢字かな交じり文');
	const rowWidths = terminal.rows().map((_, row) => terminal.columnOf(row, '…'));
	expect(Math.max(...rowWidths)).toBeLessThan(100);
});

test.concurrent('control sequences of a model do not reach the terminal', async ({start}) => {
	const text = 'start\u{1B}]0;owned\u{7} \u{1B}[2J\u{1B}[31;5mred\u{9B}5m \u{202E}reversed\u{202C} \u{8}\u{8}end\n```diff\n+\u{1B}]52;c;b3duZWQ=\u{7}x = 1\n';
	const terminal = start({scene: 'building', text, more: [{type: 'warning', message: '\u{1B}[8mhidden'}]});
	await terminal.waitFor('x = 1');
	expect(terminal.screen()).toContain('start red reversed end');
	for (const forbidden of ['owned', 'b3duZWQ', '\u{1B}[31;5m', '\u{9B}', '\u{202E}', '\u{8}', '\u{1B}[8m']) {
		expect(terminal.output).not.toContain(forbidden);
	}
});

test.concurrent('ascii option: nothing but 7-bit characters', async ({start}) => {
	const terminal = start({scene: 'decision', options: {ascii: true}});
	await terminal.waitFor('auth needs you');
	expect(terminal.screen()).toMatch(/^[\n\u{20}-\u{7E}]*$/v);
});

test.concurrent('the end is summed up and stays until q', async ({start}) => {
	const ended = start({scene: 'ended'});
	await ended.waitFor('8 of 9 phases are complete; batch-upload failed.');
	expect(ended.screen()).toContain('git log 111111122..autonomous/fileorg-phase2-beta');
	ended.press('q');
	expect(await ended.exit).toMatchObject({exitCode: 0});
	await ended.waitFor('left: ended');
});

test.concurrent('q asks while the run works; no is the default', async ({start}) => {
	const terminal = start({scene: 'building'});
	await terminal.waitFor('? help');
	terminal.press('q');
	await terminal.waitFor('Quit while the run is working?');
	terminal.press('\r');
	await terminal.waitFor(() => !terminal.screen().includes('Quit while'));
	terminal.press('q');
	await terminal.waitFor('Quit while the run is working?');
	await beQuiet();
	terminal.press('y');
	expect(await terminal.exit).toMatchObject({exitCode: 0});
	await terminal.waitFor('left: quit');
});

test.concurrent('the first Ctrl-C asks, the second leaves with 130 and the terminal as it was', async ({start}) => {
	const terminal = start({scene: 'building'});
	await terminal.waitFor('? help');
	terminal.press('\u{3}');
	await terminal.waitFor('Quit while the run is working?');
	terminal.press('\u{3}');
	expect(await terminal.exit).toMatchObject({exitCode: 130});
	await terminal.waitFor('left: interrupted');
	expect(terminal.isAlternateScreen).toBe(false);
	expect(terminal.output.lastIndexOf(shownCursor)).toBeGreaterThan(terminal.output.lastIndexOf('\u{1B}[?25l'));
});

test.concurrent.for(['SIGTERM', 'SIGHUP', 'SIGUSR2'])('%s restores the screen and the cursor', async (signal, {start}) => {
	const terminal = start({scene: 'building'});
	await terminal.waitFor('? help');
	terminal.kill(signal);
	const {exitCode, signal: killedBy} = await terminal.exit;
	expect(exitCode + (killedBy ?? 0)).toBeGreaterThan(0);
	await terminal.waitFor(() => !terminal.isAlternateScreen);
	await terminal.waitFor(() => terminal.output.lastIndexOf(shownCursor) > terminal.output.lastIndexOf('\u{1B}[?25l'));
	if (signal === 'SIGUSR2') {
		expect(terminal.output.slice(terminal.output.lastIndexOf(restored))).toContain('crashed on purpose');
	}
});

test.concurrent('Ctrl-Z gives the shell its screen, fg brings everything back', async ({open}) => {
	const terminal = open(new Terminal({
		command: 'bash', args: ['--norc', '--noprofile', '-i'], env: {PS1: 'shell> '}, ...wide,
	}));
	await terminal.waitFor('shell>');
	terminal.press(`${process.execPath} ${driver} '{"scene":"building"}'\r`);
	await terminal.waitFor('? help');
	terminal.press('\u{1A}');
	await terminal.waitFor('Stopped');
	expect(terminal.isAlternateScreen).toBe(false);
	terminal.press('fg\r');
	await terminal.waitFor('? help');
	expect(terminal.isAlternateScreen).toBe(true);
	terminal.press('?');
	await terminal.waitFor('❯ HELP');
});

test.concurrent('text that streams in is drawn without clearing the screen', async ({start}) => {
	const terminal = start({scene: 'building', lineEveryMs: 5});
	await terminal.waitFor('line 150 of');
	expect(terminal.output.split('\u{1B}[2J').length - 1).toBe(0);
});

test.concurrent('for a screen reader: linear, on the normal screen, without rules or motion', async ({start}) => {
	const terminal = start({scene: 'building', options: {screenReader: true}});
	await terminal.waitFor(/country-canada +building/v);
	expect(terminal.screen()).not.toMatch(/[─│⠇⠋⠏⠙⠦⠧⠴⠸⠹⠼]/v);
	expect(terminal.output).not.toContain('\u{1B}[?1049h');
	terminal.press('4');
	await terminal.waitFor('[4 gate]');
});
