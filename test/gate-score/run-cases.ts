import {performance} from 'node:perf_hooks';
import {CaseError} from './case-error.ts';
import {judgeCase, type Judgement} from './judge-case.ts';
import {type Case, readCase} from './read-case.ts';
import {createWarmth, type Warmth} from './warm-cache.ts';

export type Outcome = {
	name: string;
	expected: Case['expected'];
	seconds: number;
	/**
	What is not as expected; empty for a case that is right.
	*/
	wrong: string[];
} & ({judgement: Judgement} | {crash: string});

type Options = {
	jobs: number;
	signal: AbortSignal;
	onOutcome?: (outcome: Outcome) => void;
	onMalformed?: (error: CaseError) => void;
};

/**
Judges the cases in the folders, `jobs` at a time, and returns the outcomes in their order, without those of malformed folders.
Rejects only when the signal is aborted: what else a case makes the checks or the gate throw is its outcome.
*/
export async function runCases(folders: readonly string[], {jobs, signal, onOutcome, onMalformed}: Options): Promise<Outcome[]> {
	const outcomes = new Map<string, Outcome>();
	const waiting = [...folders];
	const warmth = await createWarmth();
	const work = async () => {
		for (let folder = waiting.shift(); folder !== undefined; folder = waiting.shift()) {
			signal.throwIfAborted();
			try {
				const outcome = await runCase(await readCase(folder), {signal, warmth});
				outcomes.set(folder, outcome);
				onOutcome?.(outcome);
			} catch (error) {
				if (!(error instanceof CaseError)) {
					throw error;
				}

				onMalformed?.(error);
			}
		}
	};

	try {
		await Promise.all(Array.from({length: jobs}, work));
	} finally {
		await warmth.remove();
	}

	return folders.map(folder => outcomes.get(folder)).filter(outcome => outcome !== undefined);
}

async function runCase(judged: Case, {signal, warmth}: {signal: AbortSignal; warmth: Warmth}): Promise<Outcome> {
	const {name, expected} = judged;
	const startedAt = performance.now();
	const secondsSince = () => (performance.now() - startedAt) / 1000;
	try {
		const judgement = await judgeCase(judged, {signal, warmth});
		return {
			name, expected, seconds: secondsSince(), wrong: compare(expected, judgement), judgement,
		};
	} catch (error) {
		signal.throwIfAborted();
		if (error instanceof CaseError) {
			throw error;
		}

		const crash = error instanceof Error ? error.stack ?? error.message : String(error);
		return {
			name, expected, seconds: secondsSince(), wrong: [`autopack itself failed: ${crash}`], crash,
		};
	}
}

/**
The ids of the reasons that keep a verdict from being ok, each once.
*/
export const decidingReasons = ({reasons}: Judgement): string[] => [...new Set(reasons.filter(({weight}) => weight !== 'warning').map(({id}) => id))];

function compare(expected: Case['expected'], judgement: Judgement): string[] {
	const found = decidingReasons(judgement);
	const missing = expected.reasons.filter(reason => !found.includes(reason));
	return [
		...(judgement.level === expected.level ? [] : [`level is ${judgement.level}, not ${expected.level}`]),
		...(missing.length === 0 ? [] : [`without ${missing.join(', ')}`]),
	];
}
