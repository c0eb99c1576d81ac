import type {Coverage} from '../domain/check.ts';
import type {AddedLine} from '../domain/changed-lines.ts';
import type {Measurement} from './measurement.ts';

type Changed = NonNullable<Coverage['changed']>;

/**
Consecutive lines as ranges; `from` and `to` are included.
*/
function rangesOf(path: string, lines: number[]): Changed['uncovered'] {
	const ranges: Changed['uncovered'] = [];
	for (const line of lines.toSorted((a, b) => a - b)) {
		const last = ranges.at(-1);
		if (last && line <= last.to + 1) {
			last.to = line;
		} else {
			ranges.push({path, from: line, to: line});
		}
	}

	return ranges;
}

/**
Which of the lines that a change adds coverage calls executable, and which of these no test reached. Undefined where no changed file was measured.
*/
export function changedCoverage(files: Measurement['lines'], added: AddedLine[]): Coverage['changed'] {
	const measured = [...Map.groupBy(added, ({path}) => path)].flatMap(([path, lines]) => {
		const file = files?.[path];
		return file ? [{path, lines: lines.map(({line}) => line), file}] : [];
	});
	if (measured.length === 0) {
		return undefined;
	}

	const parts = measured.map(({path, lines, file}) => {
		const executed = new Set(file.executed);
		const missing = new Set(file.missing);
		return {
			covered: lines.filter(line => executed.has(line)).length,
			uncovered: lines.filter(line => missing.has(line)),
			path,
		};
	});
	const covered = parts.reduce((sum, part) => sum + part.covered, 0);
	return {
		lines: parts.reduce((sum, part) => sum + part.uncovered.length, covered),
		covered,
		uncovered: parts.flatMap(({path, uncovered}) => rangesOf(path, uncovered)),
	};
}
