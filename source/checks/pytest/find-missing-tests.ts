import type {Measurement} from '../measurement.ts';

const fileOf = (nodeId: string): string => nodeId.split('::', 1)[0] ?? nodeId;
const nameOf = (nodeId: string): string => nodeId.slice(fileOf(nodeId).length);
/**
Without the parameters of a parametrized test.
*/
export const functionOf = (nodeId: string): string => nodeId.endsWith(']') && nodeId.includes('[') ? nodeId.slice(0, nodeId.indexOf('[', fileOf(nodeId).length)) : nodeId;

const isUnder = (file: string, collected: string): boolean => collected === '' || file === collected || file.startsWith(`${collected}/`);

function countBy(ids: string[], keyOf: (id: string) => string): Map<string, number> {
	const counts = new Map<string, number>();
	for (const id of ids) {
		counts.set(keyOf(id), (counts.get(keyOf(id)) ?? 0) + 1);
	}

	return counts;
}

type Options = {
	hasFile: (path: string) => boolean;
	/**
	Tests that have another name now, without parameters.
	*/
	renamed: ReadonlyArray<{from: string; to: string}>;
};

/**
Tests that ran at the base and do not run any more, each with ` (gone)` or ` (now skipped)`: deleting a test must not make a check pass.
A test that moved (its file is gone, its name is elsewhere) is not missing, nor is a parametrized one that has other parameters, but not fewer.
*/
export function findMissingTests(base: Measurement, current: Measurement, {hasFile, renamed}: Options): string[] {
	const ran = [...current.passed, ...current.failed];
	const now = new Set(ran);
	const skipped = new Set(current.skipped);
	const ranAtBase = [...base.passed, ...base.failed];
	const knownAtBase = new Set(ranAtBase);
	const newNames = new Set(ran.filter(id => !knownAtBase.has(id)).map(id => nameOf(id)));
	const casesAtBase = countBy(ranAtBase, functionOf);
	const casesNow = countBy(ran, functionOf);
	const hasMoved = (id: string) => !hasFile(fileOf(id)) && newNames.has(nameOf(id));
	const hasOtherCases = (id: string) => (casesNow.get(functionOf(id)) ?? 0) >= (casesAtBase.get(functionOf(id)) ?? 0);
	const functionsNow = new Set(casesNow.keys());
	const hasNewName = (id: string) => renamed.some(({from, to}) => from === functionOf(id) && functionsNow.has(to));
	const isUnreadable = (id: string) => current.collectionErrors.some(collected => isUnder(fileOf(id), collected));
	return ranAtBase
		.filter(id => !now.has(id) && !isUnreadable(id) && !hasMoved(id) && !hasNewName(id) && !hasOtherCases(id))
		.map(id => `${id} (${skipped.has(id) ? 'now skipped' : 'gone'})`);
}
