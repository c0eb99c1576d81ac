import type {Change, FileChange} from './change.ts';
import {addedLines} from './changed-lines.ts';
import {isTestPath} from './test-path.ts';
import type {Risk} from './verdict.ts';

const criticalNames = new Set(['migrations', 'auth', 'infra', 'deploy', 'deployment', 'workflows']);
const deploymentFile = /^(?:dockerfile(?:\..+)?|.+\.dockerfile|(?:docker-)?compose(?:\..+)?\.ya?ml)$/v;
const riskyFile = /(?:\.(?:sql|ya?ml|env)|^\.env\..+)$/v;
const marker = /\b(?:TODO|FIXME|HACK|XXX)\b/gv;

/**
How much harm a change could do, from 0 to 100, by size, place, kind of file, absence of tests and left-over markers.

A path is critical when one of its directories, or its file name up to the first dot, is `migrations`, `auth`, `infra`, `deploy`, `deployment` or `workflows`
(in any case), or when it is a Dockerfile or a compose file. Test files are never critical: they do not run where the project does. A rename counts both its paths.

Source of the numbers: the classic Autopack's risk scorer.
*/
export function assessRisk({files, diff}: Pick<Change, 'files' | 'diff'>): Risk {
	const changedLines = files.reduce((sum, file) => sum + file.linesAdded + file.linesRemoved, 0);
	const parts = [
		{points: sizePoints(changedLines), reason: `${changedLines} changed lines`},
		itemPart('critical path', files.filter(file => isCritical(file)).map(file => file.path), {each: 15, most: 30}),
		itemPart('risky file type', files.filter(file => isRiskyType(file)).map(file => file.path), {each: 5, most: 15}),
		{points: changedLines > 50 && files.every(file => !hasNewTests(file)) ? 20 : 0, reason: `no tests in a change of ${changedLines} lines`},
		itemPart('marker left', markersIn(diff), {each: 3, most: 10}),
	].filter(part => part.points > 0);
	const score = parts.reduce((sum, part) => sum + part.points, 0);
	return {score, level: levelOf(score), parts};
}

function sizePoints(changedLines: number): number {
	if (changedLines > 1000) {
		return 25;
	}

	if (changedLines > 500) {
		return 20;
	}

	return changedLines > 200 ? 10 : 0;
}

function levelOf(score: number): Risk['level'] {
	if (score < 25) {
		return 'low';
	}

	if (score < 50) {
		return 'medium';
	}

	return score < 70 ? 'high' : 'critical';
}

function itemPart(label: string, items: string[], {each, most}: {each: number; most: number}): Risk['parts'][number] {
	const shown = items.slice(0, 3).join(', ');
	const rest = items.length > 3 ? ` and ${items.length - 3} more` : '';
	return {points: Math.min(items.length * each, most), reason: `${label}: ${shown}${rest}`};
}

const pathsOf = (file: FileChange): string[] => file.from === undefined ? [file.path] : [file.path, file.from];

const namesOf = (path: string): string[] => path.toLowerCase().split('/');

const isCritical = (file: FileChange): boolean => pathsOf(file).some(path => isCriticalPath(path));

function isCriticalPath(path: string): boolean {
	const names = namesOf(path);
	const fileName = names.at(-1)!;
	return !isTestPath(path)
		&& (deploymentFile.test(fileName) || criticalNames.has(fileName.split('.', 1)[0]!) || names.some(name => criticalNames.has(name)));
}

const isRiskyType = (file: FileChange): boolean => pathsOf(file).some(path => riskyFile.test(namesOf(path).at(-1)!));

const hasNewTests = (file: FileChange): boolean => file.linesAdded > 0 && isTestPath(file.path);

const markersIn = (diff: string): string[] => addedLines(diff).flatMap(({text}) => Array.from(text.matchAll(marker), ([found]) => found));
