import {createHash, randomUUID} from 'node:crypto';
import {
	mkdir,
	readFile,
	rename,
	writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import {isBroken, measurementSchema, type Measurement} from './measurement.ts';

/**
Counts up when a measurement of an earlier version would be read wrongly.
*/
const formatVersion = 1;

const fileSchema = z.array(measurementSchema);

type Options = {
	directory: string;
	/**
	Everything besides the tree that a measurement depends on: tools and settings.
	*/
	conditions: unknown;
};

/**
Measurements by git tree: in memory, and as JSON for the next process when nothing failed (a base that hung or failed once may not do so again, and must not excuse a later patch).
*/
export type Baselines = {
	read: (tree: string) => Promise<Measurement[] | undefined>;
	write: (tree: string, measurements: Measurement[]) => Promise<void>;
};

export function createBaselines({directory, conditions}: Options): Baselines {
	const memory = new Map<string, Measurement[]>();
	const fileOf = (tree: string) => {
		const key = createHash('sha256').update(JSON.stringify([formatVersion, tree, conditions])).digest('hex').slice(0, 32);
		return path.join(directory, 'baselines', `${key}.json`);
	};

	// A tool, a service or a file that was missing may be there next time; what mypy finds depends on the tree alone.
	const isUnsure = (measurement: Measurement) => isBroken(measurement) || measurement.flaky.length > 0 || (measurement.kind !== 'types' && measurement.failed.length > 0);

	return {
		async read(tree) {
			const known = memory.get(tree) ?? await readMeasurements(fileOf(tree));
			if (known) {
				memory.set(tree, known);
			}

			return known;
		},
		async write(tree, measurements) {
			const kept = measurements.map(({lines: _, ...measurement}) => ({...measurement, output: ''}));
			memory.set(tree, kept);
			if (kept.every(measurement => !isUnsure(measurement))) {
				await writeMeasurements(fileOf(tree), kept);
			}
		},
	};
}

/**
A file that is not there, or not whole, is a tree that was not measured yet.
*/
async function readMeasurements(file: string): Promise<Measurement[] | undefined> {
	try {
		return fileSchema.parse(JSON.parse(await readFile(file, 'utf8')));
	} catch {
		return undefined;
	}
}

async function writeMeasurements(file: string, measurements: Measurement[]): Promise<void> {
	await mkdir(path.dirname(file), {recursive: true});
	const temporary = `${file}.${randomUUID()}`;
	await writeFile(temporary, JSON.stringify(measurements));
	await rename(temporary, file);
}
