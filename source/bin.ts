#!/usr/bin/env node
import module from 'node:module';
import process from 'node:process';
import packageJson from '../package.json' with {type: 'json'};

// Nothing is imported before this: on an older Node the dependencies would fail with a syntax error.
const oldestNode = 24;

if (Number(process.versions.node.split('.', 1)[0]) < oldestNode) {
	process.stderr.write(`autopack needs Node ${oldestNode} or later and this is ${process.version}. Install it from https://nodejs.org or with your version manager, then run the same command.\n`);
	process.exitCode = 2;
} else if (process.argv.length === 3 && ['--version', '-v'].includes(process.argv[2]!)) {
	process.stdout.write(`${packageJson.version}\n`);
} else {
	module.enableCompileCache();
	const {main} = await import('./cli.ts');
	await main();
}
