import type {Delta} from '../../domain/event.ts';
import type {BuilderState} from '../../domain/run-state.ts';
import type {AttemptRef, Streams} from '../view.ts';
import type {StreamLine} from './classify-line.ts';
import {StreamBuffer} from './stream-buffer.ts';
import {TextRing} from './text-ring.ts';
import {TokenRate} from './token-rate.ts';

const maxBuilderLines = 5000;
const maxOutputLines = 500;
const maxAttempts = 16;

type Live = {builder: StreamBuffer; rate: TokenRate; checks: Map<string, TextRing>};

/**
Text that streams by, kept for the newest 16 attempts while it is not yet part of the run's state.
*/
export class LiveStreams implements Streams {
	readonly #live = new Map<string, Live>();
	readonly #replies = new WeakMap<BuilderState, readonly StreamLine[]>();
	readonly #clock: () => number;

	/**
	`clock`: milliseconds since the epoch.
	*/
	constructor(clock: () => number) {
		this.#clock = clock;
	}

	#of(phaseId: string, attempt: number): Live {
		const key = keyOf(phaseId, attempt);
		const known = this.#live.get(key);
		if (known) {
			return known;
		}

		const live: Live = {builder: new StreamBuffer(maxBuilderLines), rate: new TokenRate(), checks: new Map()};
		this.#live.set(key, live);
		const [oldest] = this.#live.keys();
		if (this.#live.size > maxAttempts && oldest !== undefined) {
			this.#live.delete(oldest);
		}

		return live;
	}

	add(delta: Delta): void {
		switch (delta.type) {
			case 'builder.delta': {
				const {builder, rate} = this.#of(delta.phaseId, delta.attempt);
				builder.append(delta.text);
				rate.add(this.#clock(), delta.text.length);
				break;
			}

			case 'check.output': {
				const {checks} = this.#of(delta.phaseId, delta.attempt);
				const ring = checks.get(delta.name) ?? new TextRing(maxOutputLines);
				checks.set(delta.name, ring);
				ring.append(delta.text);
				break;
			}

			case 'auditor.delta': {
				// JSON in the making: its verdict is shown when it is whole.
				break;
			}
		}
	}

	builderLines({phaseId, attempt: {attempt, builder}}: AttemptRef): readonly StreamLine[] {
		if (builder?.text === undefined) {
			return this.#live.get(keyOf(phaseId, attempt))?.builder.lines() ?? [];
		}

		const known = this.#replies.get(builder);
		if (known) {
			return known;
		}

		const buffer = new StreamBuffer(maxBuilderLines);
		buffer.append(builder.text);
		const lines = buffer.lines();
		this.#replies.set(builder, lines);
		return lines;
	}

	tokensPerSecond({phaseId, attempt: {attempt}}: AttemptRef, now: number): number | undefined {
		return this.#live.get(keyOf(phaseId, attempt))?.rate.perSecond(now);
	}

	checkOutput({phaseId, attempt: {attempt, checks}}: AttemptRef, name: string): readonly string[] {
		const result = checks.find(check => check.name === name)?.result;
		return result ? result.output.trimEnd().split('\n') : this.#live.get(keyOf(phaseId, attempt))?.checks.get(name)?.lines() ?? [];
	}
}

const keyOf = (phaseId: string, attempt: number) => `${attempt}/${phaseId}`;
