import path from 'node:path';
import {defineConfig} from 'vitest/config';

const root = path.dirname(import.meta.dirname);

export default defineConfig({
	test: {
		root,
		include: ['test/**/*.test.{ts,tsx}'],
		globalSetup: [path.join(root, 'test/helpers/build-bundle.ts')],
		testTimeout: 120_000,
		hookTimeout: 120_000,
		pool: 'forks',
		reporters: ['default', ['json', {outputFile: path.join(root, '.tools/test-report.json')}]],
	},
});
