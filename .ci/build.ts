/**
Bundles source/ into dist/, with the licences of what is bundled and the files that are read at run time.
*/
import {
	cp,
	readFile,
	readdir,
	rm,
	writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import {build} from 'esbuild';

const root = path.dirname(import.meta.dirname);
const outdir = path.join(root, 'dist');
await rm(outdir, {recursive: true, force: true});

const {metafile} = await build({
	absWorkingDir: root,
	entryPoints: {bin: 'source/bin.ts'},
	outdir,
	bundle: true,
	splitting: true,
	format: 'esm',
	platform: 'node',
	target: 'node24',
	jsx: 'automatic',
	minifySyntax: true,
	minifyWhitespace: true,
	metafile: true,
	logLevel: 'warning',
	define: {'process.env.NODE_ENV': '"production"'},
	alias: {'react-devtools-core': './.ci/no-devtools.ts'},
	// Beside bin.js: what is read at run time is found next to whichever chunk asks for it.
	chunkNames: '[name]-[hash]',
	// Some bundled packages are CommonJS and call require for Node's own modules.
	banner: {js: 'import {createRequire as __createRequire} from \'node:module\'; const require = __createRequire(import.meta.url);'},
});

for (const [from, to] of [
	['source/checks/python', 'python'],
	['source/demo/project', 'project'],
	['source/demo/replies', 'replies'],
] as const) {
	await cp(path.join(root, from), path.join(outdir, to), {recursive: true, filter: file => !/__pycache__|\.pyc$/v.test(file)});
}

await writeFile(path.join(outdir, 'third-party-licences.txt'), await licencesOf(Object.keys(metafile.inputs)));

async function licencesOf(inputs: string[]): Promise<string> {
	const directories = new Set(inputs.flatMap(input => /^(?:.*\/)?node_modules\/(?:@[^\/]+\/)?[^\/]+/v.exec(input) ?? []));
	const texts = [];
	for (const directory of [...directories].toSorted()) {
		const files = await readdir(path.join(root, directory));
		const {name, version, license} = JSON.parse(await readFile(path.join(root, directory, 'package.json'), 'utf8')) as Record<string, string>;
		const file = files.find(candidate => /^licen[cs]e/iv.test(candidate));
		const text = file ? await readFile(path.join(root, directory, file), 'utf8') : '';
		texts.push(`${name} ${version} (${license})\n\n${text.trim()}\n`);
	}

	return texts.join(`\n${'-'.repeat(80)}\n\n`);
}
