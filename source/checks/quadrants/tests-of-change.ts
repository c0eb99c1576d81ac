import type {Change} from '../../domain/change.ts';
import {isTestPath} from '../../domain/test-path.ts';

/**
What a change does to the tests, as far as it makes a difference which of their forms meets which of the code's.
*/
export type TestsOfChange = {
	/**
	Every file of the tests that the change touches, under its old and its new name.
	*/
	paths: string[];
	/**
	What pytest is to run of the old tests and of the new ones: modules, or the directory whose tests a conftest.py, a helper or data may concern. Empty when the change leaves none to run.
	*/
	oldTargets: string[];
	newTargets: string[];
};

/**
Pytest's own names, and unittest's.
*/
const isModule = (path: string): boolean => /(?:^|\/)(?:test_[^\/]*|[^\/]*_test|tests?)\.py$/v.test(path);

/**
The directory of a file that is no test module itself, but below the tests: data lie deeper than the tests that read them.
*/
function governedBy(path: string): string {
	const directories = path.split('/').slice(0, -1);
	const root = directories.findIndex(name => /^tests?$/v.test(name));
	const kept = root === -1 || path.endsWith('conftest.py') ? directories : directories.slice(0, root + 1);
	return kept.length === 0 ? '.' : kept.join('/');
}

const isInside = (path: string, directory: string): boolean => directory === '.' || path.startsWith(`${directory}/`);

function targetsOf(paths: string[], collected: ReadonlySet<string>): string[] {
	const all = [...new Set(paths.map(path => collected.has(path) || isModule(path) ? path : governedBy(path)))];
	return all.filter(target => all.every(other => other === target || !isInside(target, other)));
}

/**
Splits the changed files. What pytest `collected` tests from at the base is a test, whatever its name; a module that was there and gave it none is code, though its name looks like a test's.
*/
export function testsOfChange(files: Change['files'], collected: ReadonlySet<string> = new Set()): TestsOfChange {
	const isTest = (path: string, wasThere: boolean) => collected.has(path)
		|| (isTestPath(path) && !(wasThere && isModule(path) && collected.size > 0));
	const before = files.filter(({status}) => status !== 'added').map(({path, from}) => from ?? path).filter(path => isTest(path, true));
	const after = files.filter(({status}) => status !== 'deleted').map(({path, status}) => ({path, wasThere: status === 'modified'})).filter(({path, wasThere}) => isTest(path, wasThere)).map(({path}) => path);
	return {paths: [...new Set([...before, ...after])], oldTargets: targetsOf(before, collected), newTargets: targetsOf(after, collected)};
}
