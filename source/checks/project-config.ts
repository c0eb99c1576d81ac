import {existsSync} from 'node:fs';
import {readFile} from 'node:fs/promises';
import path from 'node:path';

/**
The names of the keys in each section of an INI or TOML file; values that span lines are indented or quoted, and skipped.
*/
function readSections(text: string): Map<string, Set<string>> {
	const sections = new Map<string, Set<string>>();
	let keys = new Set<string>();
	for (const line of text.split('\n')) {
		const section = /^\[(?<name>[^\[\]]+)\]/v.exec(line)?.groups?.name?.trim();
		const key = /^(?<key>[\w\-]+)\s*[:=]/v.exec(line)?.groups?.key;
		if (section !== undefined) {
			keys = sections.get(section) ?? new Set();
			sections.set(section, keys);
		} else if (key !== undefined) {
			keys.add(key);
		}
	}

	return sections;
}

/**
What the project itself says about its checks, as far as it changes how they are called.
*/
export type ProjectConfig = {
	hasPytest: boolean;
	/**
	Says what is measured, so that we do not.
	*/
	hasCoverageSource: boolean;
	hasCoverageOmit: boolean;
	hasMypy: boolean;
	hasMypyTargets: boolean;
	/**
	Has `src/` that holds packages, and is none itself.
	*/
	hasSourceDirectory: boolean;
};

/**
Reads the configuration files in the root of a tree.
*/
export async function readProjectConfig(directory: string): Promise<ProjectConfig> {
	const read = async (name: string) => readSections(await readFile(path.join(directory, name), 'utf8').catch(() => ''));
	const [pyproject, setup, tox, coveragerc, mypy, hiddenMypy] = await Promise.all(['pyproject.toml', 'setup.cfg', 'tox.ini', '.coveragerc', 'mypy.ini', '.mypy.ini'].map(async name => read(name)));
	const hasFile = (name: string) => existsSync(path.join(directory, name));
	const coverage = [pyproject?.get('tool.coverage.run'), setup?.get('coverage:run'), tox?.get('coverage:run'), coveragerc?.get('run')];
	const types = [mypy?.get('mypy'), hiddenMypy?.get('mypy'), pyproject?.get('tool.mypy'), setup?.get('mypy')];
	const hasKey = (sections: Array<Set<string> | undefined>, keys: string[]) => sections.some(section => keys.some(key => section?.has(key)));
	return {
		hasPytest: hasFile('pytest.ini') || hasFile('.pytest.ini') || hasFile('pytest.toml') || hasFile('.pytest.toml')
			|| ['tool.pytest', 'tool.pytest.ini_options'].some(name => pyproject?.has(name))
			|| tox?.has('pytest') === true || setup?.has('tool:pytest') === true,
		hasCoverageSource: hasKey(coverage, ['source', 'source_pkgs', 'source_dirs', 'include']),
		hasCoverageOmit: hasKey(coverage, ['omit']),
		hasMypy: types.some(section => section !== undefined),
		hasMypyTargets: hasKey(types, ['files', 'packages', 'modules']),
		hasSourceDirectory: hasFile('src') && !hasFile('src/__init__.py'),
	};
}
