import {readdir, readFile} from 'node:fs/promises';
import path from 'node:path';
import ts from 'typescript';

/**
Who may import whom, by folder of `source/`. Folders that are not named here, and files right in `source/`, put everything together and may import everything;
nothing that is named may import them. `types` may be imported for their types alone: the value comes as an argument.
*/
const directions: Record<string, {values: string[]; types?: string[]}> = {
	domain: {values: ['patch']},
	patch: {values: ['domain']},
	models: {values: ['domain', 'patch']},
	secrets: {values: ['domain', 'patch']},
	checks: {values: ['domain', 'patch', 'secrets']},
	files: {values: [], types: ['patch']},
	git: {values: ['domain', 'patch', 'files']},
	journal: {values: ['domain', 'patch']},
	notify: {values: ['domain']},
	executor: {values: ['domain', 'secrets'], types: ['journal']},
	tui: {values: ['domain'], types: ['journal']},
	output: {values: ['domain'], types: ['journal']},
	supervisor: {values: ['domain'], types: ['journal']},
};

/**
All that the pure folders may use from outside.
*/
const pure = new Set(['domain', 'patch']);
const purePackages = new Set(['zod', 'diff', 'fastest-levenshtein', 'strip-ansi', 'wrap-ansi', 'string-width', 'node:path', 'node:crypto']);

/**
Folders that use nothing from outside but Node itself.
*/
const bare = new Set(['files']);

const readersOfEnvironment = new Set(['config.ts', 'bin.ts']);
const maxLines = 350;
const forbiddenName = /^(?:index|utils?|helpers?|common|misc)\.tsx?$/v;

type Import = {specifier: string; isTypeOnly: boolean};
type SourceFile = {name: string; lines: number; imports: Import[]; isBarrel: boolean; readsEnvironment: boolean};

/**
Every breach of the rules for the layout of `directory` (a `source/`), as one sentence each, and the median length of its files in lines.
*/
export async function checkArchitecture(directory: string): Promise<{violations: string[]; medianLines: number}> {
	const names = await readdir(directory, {recursive: true});
	const sources = names.filter(name => /\.tsx?$/v.test(name)).toSorted((a, b) => a.localeCompare(b));
	const files = await Promise.all(sources.map(async name => readSource(directory, name)));
	return {
		violations: [...files.flatMap(file => violationsOf(file)), ...cyclesOf(files)],
		medianLines: files.map(file => file.lines).toSorted((a, b) => a - b)[Math.floor(files.length / 2)] ?? 0,
	};
}

async function readSource(directory: string, name: string): Promise<SourceFile> {
	const text = await readFile(path.join(directory, name), 'utf8');
	const tree = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true);
	return {
		name,
		lines: text.split('\n').length - 1,
		imports: importsOf(tree),
		isBarrel: tree.statements.some(statement => ts.isExportDeclaration(statement) && statement.moduleSpecifier !== undefined && isReexport(tree, statement)),
		readsEnvironment: hasEnvironment(tree),
	};
}

/**
`export *` anywhere, or a file of nothing but re-exports.
*/
const isReexport = (tree: ts.SourceFile, statement: ts.ExportDeclaration): boolean =>
	statement.exportClause === undefined || tree.statements.every(other => ts.isExportDeclaration(other) || ts.isImportDeclaration(other));

function importsOf(tree: ts.SourceFile): Import[] {
	const imports: Import[] = [];
	const visit = (node: ts.Node): void => {
		if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier)) {
			imports.push({specifier: node.moduleSpecifier.text, isTypeOnly: hasOnlyTypes(node)});
		} else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword && node.arguments[0] && ts.isStringLiteral(node.arguments[0])) {
			imports.push({specifier: node.arguments[0].text, isTypeOnly: false});
		} else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument) && ts.isStringLiteral(node.argument.literal)) {
			imports.push({specifier: node.argument.literal.text, isTypeOnly: true});
		}

		ts.forEachChild(node, visit);
	};

	visit(tree);
	return imports;
}

function hasOnlyTypes(node: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
	if (ts.isExportDeclaration(node)) {
		return node.isTypeOnly;
	}

	const clause = node.importClause;
	const bindings = clause?.namedBindings;
	return clause?.phaseModifier === ts.SyntaxKind.TypeKeyword
		|| (clause?.name === undefined && bindings !== undefined && ts.isNamedImports(bindings) && bindings.elements.every(element => element.isTypeOnly));
}

/**
`process.env`, `process['env']`, `const {env} = process` and `import {env} from 'node:process'`.
*/
function hasEnvironment(node: ts.Node): boolean {
	const isProcess = (expression?: ts.Node) => expression !== undefined && ts.isIdentifier(expression) && expression.text === 'process';
	const isEnv = (name: ts.Node) => (ts.isIdentifier(name) || ts.isStringLiteral(name)) && name.text === 'env';
	if ((ts.isPropertyAccessExpression(node) && isProcess(node.expression) && isEnv(node.name)) || (ts.isElementAccessExpression(node) && isProcess(node.expression) && isEnv(node.argumentExpression))) {
		return true;
	}

	if (ts.isVariableDeclaration(node) && isProcess(node.initializer) && ts.isObjectBindingPattern(node.name)) {
		return node.name.elements.some(element => isEnv(element.propertyName ?? element.name));
	}

	if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier) && /^(?:node:)?process$/v.test(node.moduleSpecifier.text)) {
		const bindings = node.importClause?.namedBindings;
		return bindings !== undefined && ts.isNamedImports(bindings) && bindings.elements.some(element => isEnv(element.propertyName ?? element.name));
	}

	return ts.forEachChild(node, child => hasEnvironment(child) || undefined) ?? false;
}

const folderOf = (name: string): string => name.includes('/') ? name.slice(0, name.indexOf('/')) : '.';

const resolveImport = (from: string, specifier: string): string => path.posix.join(path.posix.dirname(from), specifier);

function violationsOf({name, lines, imports, isBarrel, readsEnvironment}: SourceFile): string[] {
	return [
		...imports.filter(each => !isAllowed(name, each)).map(({specifier}) => `${name} may not import ${specifier}`),
		...(lines > maxLines ? [`${name} has ${lines} lines, more than ${maxLines}`] : []),
		...(forbiddenName.test(path.basename(name)) ? [`${name} has a name that says nothing`] : []),
		...(isBarrel ? [`${name} is a barrel`] : []),
		...(readsEnvironment && !readersOfEnvironment.has(name) ? [`${name} reads the environment`] : []),
	];
}

function isAllowed(name: string, {specifier, isTypeOnly}: Import): boolean {
	const folder = folderOf(name);
	const rule = directions[folder];
	if (!rule) {
		return true;
	}

	if (!specifier.startsWith('.')) {
		return pure.has(folder) ? purePackages.has(specifier) : !bare.has(folder) || specifier.startsWith('node:');
	}

	const target = folderOf(resolveImport(name, specifier));
	return target === folder || rule.values.includes(target) || (isTypeOnly && (rule.types?.includes(target) ?? false));
}

/**
Every circle of imports as a path. Files that import none of the rest, or that none of the rest imports, are taken away until nothing changes: from any that is left,
the walk along the first import that is left comes round.
*/
function cyclesOf(files: SourceFile[]): string[] {
	const targets = new Map(files.map(({name, imports}) => [
		name, imports.filter(({specifier}) => specifier.startsWith('.')).map(({specifier}) => resolveImport(name, specifier)),
	]));
	let size: number;
	do {
		({size} = targets);
		const imported = new Set([...targets].flatMap(([, names]) => names));
		for (const [name, names] of targets) {
			if (!imported.has(name) || names.every(target => !targets.has(target))) {
				targets.delete(name);
			}
		}
	} while (targets.size < size);

	const circles = [...targets].map(([name]) => walkRound(name, targets));
	return [...new Set(circles)].map(circle => `Imports go round in a circle: ${circle}`);
}

function walkRound(start: string, targets: Map<string, string[]>): string {
	const walked: string[] = [];
	let name = start;
	while (!walked.includes(name)) {
		walked.push(name);
		name = targets.get(name)!.find(target => targets.has(target))!;
	}

	const circle = walked.slice(walked.indexOf(name));
	const first = circle.indexOf(circle.toSorted((a, b) => a.localeCompare(b))[0]!);
	return [...circle.slice(first), ...circle.slice(0, first), circle[first]].join(' -> ');
}
