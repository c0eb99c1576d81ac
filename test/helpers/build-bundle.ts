import {existsSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {execa} from 'execa';
import {bundle} from './autopack.ts';

/**
Vitest's global set-up: `npm test` has built the bundle before; whoever runs vitest alone gets one.
*/
export default async function buildBundle(): Promise<void> {
	if (!existsSync(bundle)) {
		await execa(process.execPath, [path.join(import.meta.dirname, '../../.ci/build.ts')]);
	}
}
