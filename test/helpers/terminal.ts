import process from 'node:process';
import {spawn, type IPty} from '@lydell/node-pty';
import xterm from '@xterm/headless';
import stringWidth from 'string-width';

type Setup = {
	command: string;
	args: string[];
	cwd?: string;
	env?: Record<string, string | undefined>;
	columns: number;
	rows: number;
	/**
	Milliseconds that `waitFor` waits.
	*/
	waitMs?: number;
};

/**
A real pseudo-terminal, and the screen that a person would see on it.
*/
export class Terminal {
	readonly #pty: IPty;
	readonly #screen: xterm.Terminal;
	readonly #waiting = new Set<() => void>();
	readonly #waitMs: number;
	#pending = 0;
	/**
	Everything that the program wrote, byte for byte.
	*/
	output = '';
	readonly exit: Promise<{exitCode: number; signal?: number}>;

	constructor({command, args, cwd = process.cwd(), env = {}, columns, rows, waitMs = 15_000}: Setup) {
		this.#waitMs = waitMs;
		this.#screen = new xterm.Terminal({cols: columns, rows, allowProposedApi: true});
		this.#screen.unicode.register({
			version: 'modern', wcwidth: width, charProperties: (codepoint, preceding) => properties(codepoint, preceding),
		});
		this.#screen.unicode.activeVersion = 'modern';
		// Ink takes a terminal in CI for none.
		const inherited = {
			...process.env, CI: undefined, CONTINUOUS_INTEGRATION: undefined, NO_COLOR: undefined, FORCE_COLOR: undefined,
		};
		this.#pty = spawn(command, args, {
			cols: columns, rows, cwd, name: 'xterm-256color', env: clean({...inherited, TERM: 'xterm-256color', ...env}),
		});
		this.exit = new Promise(resolve => {
			this.#pty.onExit(result => {
				resolve(result);
				this.#notify();
			});
		});
		this.#pty.onData(data => {
			this.output += data;
			this.#pending++;
			this.#screen.write(data, () => {
				this.#pending--;
				this.#notify();
			});
		});
	}

	#notify(): void {
		for (const check of this.#waiting) {
			check();
		}
	}

	/**
	In the middle of a frame: begun with the mark of synchronized output, not ended yet.
	*/
	#isDrawing(): boolean {
		return this.output.lastIndexOf('\u{1B}[?2026h') > this.output.lastIndexOf('\u{1B}[?2026l');
	}

	get pid(): number {
		return this.#pty.pid;
	}

	get isAlternateScreen(): boolean {
		return this.#screen.buffer.active.type === 'alternate';
	}

	/**
	Rows of the screen as text, without trailing spaces.
	*/
	rows(): string[] {
		const {active} = this.#screen.buffer;
		return Array.from({length: this.#screen.rows}, (_, row) => active.getLine(active.baseY + row)?.translateToString(true).trimEnd() ?? '');
	}

	screen(): string {
		return this.rows().join('\n');
	}

	/**
	Column (from 0) at which `text` starts in a row, in cells.
	*/
	columnOf(row: number, text: string): number {
		const {active} = this.#screen.buffer;
		const line = active.getLine(active.baseY + row);
		for (let column = 0; column < this.#screen.cols; column++) {
			if (line?.getCell(column)?.getChars() === text) {
				return column;
			}
		}

		return -1;
	}

	press(keys: string): void {
		this.#pty.write(keys);
	}

	resize(columns: number, rows: number): void {
		this.#screen.resize(columns, rows);
		this.#pty.resize(columns, rows);
	}

	/**
	Closes the terminal's other end, as a window that is closed does.
	*/
	hangUp(): void {
		// Missing in the types of node-pty.
		(this.#pty as IPty & {destroy: () => void}).destroy();
	}

	kill(signal: string): void {
		this.#pty.kill(signal);
	}

	/**
	Waits until the screen holds `expected`, or a condition on it is met; fails with the screen.
	*/
	async waitFor(expected: string | RegExp | (() => boolean)): Promise<void> {
		const isMet = () => {
			if (typeof expected === 'function') {
				return expected();
			}

			return typeof expected === 'string' ? this.screen().includes(expected) : expected.test(this.screen());
		};

		await new Promise<void>((resolve, reject) => {
			const check = () => {
				if (this.#pending > 0 || this.#isDrawing() || !isMet()) {
					return;
				}

				clearTimeout(timer);
				this.#waiting.delete(check);
				resolve();
			};

			const timer = setTimeout(() => {
				this.#waiting.delete(check);
				reject(new Error(`Waited ${this.#waitMs} ms for ${String(expected)}. The screen:\n${this.screen()}`));
			}, this.#waitMs);
			this.#waiting.add(check);
			check();
		});
	}

	close(): void {
		this.#pty.kill('SIGKILL');
		this.#screen.dispose();
	}
}

const clean = (env: Record<string, string | undefined>): Record<string, string> =>
	Object.fromEntries(Object.entries(env).flatMap(([name, value]) => value === undefined ? [] : [[name, value]]));

const width = (codepoint: number): 0 | 1 | 2 => {
	const columns = codepoint < 127 ? 1 : stringWidth(String.fromCodePoint(codepoint));
	return columns === 0 ? 0 : (columns === 1 ? 1 : 2);
};

/**
As xterm packs them: kind (unused), width, whether it joins the cell before.
*/
function properties(codepoint: number, preceding: number): number {
	const columns = width(codepoint);
	const isJoined = columns === 0 && preceding !== 0;
	const cells = isJoined ? (preceding >> 1) & 3 : columns; // eslint-disable-line no-bitwise
	return (cells << 1) | (isJoined ? 1 : 0); // eslint-disable-line no-bitwise
}
