import {mkdtemp, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {build} from 'esbuild';

/**
Bundles the driver as the program is bundled: React in production, without its devtools. Returns the file to run.
*/
export async function bundleDriver(): Promise<string> {
	const directory = await mkdtemp(path.join(tmpdir(), 'autopack-tui-'));
	const outfile = path.join(directory, 'driver.mjs');
	const stub = path.join(directory, 'no-devtools.js');
	await writeFile(stub, 'export default {};\n');
	await build({
		entryPoints: [fileURLToPath(new URL('driver.tsx', import.meta.url))],
		outfile,
		bundle: true,
		platform: 'node',
		format: 'esm',
		target: 'node24',
		jsx: 'automatic',
		define: {'process.env.NODE_ENV': '"production"'},
		banner: {js: 'import {createRequire as makeRequire} from \'node:module\'; const require = makeRequire(import.meta.url);'},
		alias: {'react-devtools-core': stub},
	});
	return outfile;
}
