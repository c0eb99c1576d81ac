const testDirectory = new Set(['test', 'tests', '__tests__', 'spec']);
const testFile = /^(?:test_.+|tests?\.py|conftest\.py|.+_test\.[^.]+|.+_spec\.[^.]+|.+\.(?:test|spec)\.[^.]+)$/v;

/**
Whether a file is part of the tests, by the names of its directories or its own.
*/
export function isTestPath(path: string): boolean {
	const names = path.toLowerCase().split('/');
	return testFile.test(names.at(-1)!) || names.slice(0, -1).some(name => testDirectory.has(name));
}
