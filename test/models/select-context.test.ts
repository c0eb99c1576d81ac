import {createHash} from 'node:crypto';
import {expect, test} from 'vitest';
import type {Phase} from '../../source/domain/plan.ts';
import {selectContext} from '../../source/models/select-context.ts';

const phase: Phase = {
	phase_id: 'p',
	phase_index: 0,
	tier_id: 't',
	name: 'Rank search results',
	description: 'Results of `fileorg.ranking` come sorted; see guide.md.',
	scope: {paths: ['fileorg/batch/', './tools/*.sh'], read_only_context: ['fileorg/auth.py']},
};

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/**
Chooses among files given as path and content, and tells which were read.
*/
async function select(contents: Record<string, string>, maxBytes?: number, {bytes = {}, refusals}: {bytes?: Record<string, number>; refusals?: string[]} = {}) {
	const read: string[] = [];
	const context = await selectContext({
		phase,
		maxBytes,
		refusals,
		files: Object.entries(contents).map(([path, content]) => ({path, bytes: bytes[path] ?? content.length})),
		async read(path) {
			read.push(path);
			return contents[path];
		},
	});
	return {...context, chosen: context.files.map(file => file.path), read};
}

test('scope first, then named files, shared words, central files, the rest; smaller ones first', async () => {
	const contents = {
		'a-rest.py': 'xxxx',
		'readme.md': 'readme',
		'tests/test_search.py': 'xx',
		'fileorg/search_results.py': 'xxxx',
		'docs/guide.md': 'guide',
		'fileorg/ranking.py': 'rank',
		'fileorg/auth.py': 'auth',
		'tools/run.sh': 'sh',
		'fileorg/batch/queue.py': 'qqq',
		'b-rest.py': 'x',
		'fileorg/batch_notes.py': 'no',
	};
	const {chosen, paths, files} = await select(contents);
	expect(chosen).toEqual([
		'tools/run.sh',
		'fileorg/batch/queue.py',
		'fileorg/auth.py',
		'fileorg/ranking.py',
		'docs/guide.md',
		'fileorg/search_results.py',
		'tests/test_search.py',
		'readme.md',
		'b-rest.py',
		'fileorg/batch_notes.py',
		'a-rest.py',
	]);
	expect(paths).toEqual(Object.keys(contents));
	expect(files[0]).toEqual({path: 'tools/run.sh', content: 'sh', sha256: sha256('sh')});
});

test('the budget holds: what does not fit is not even read, smaller files after it are', async () => {
	const {chosen, read} = await select({
		'fileorg/batch/large.py': 'x'.repeat(101),
		'fileorg/batch/middle.py': 'x'.repeat(60),
		'fileorg/ranking.py': 'x'.repeat(50),
		'fileorg/search.py': 'x'.repeat(30),
	}, 100);
	expect(chosen).toEqual(['fileorg/batch/middle.py', 'fileorg/search.py']);
	expect(read).toEqual(chosen);
});

test('bytes are counted as read, not as listed', async () => {
	const {chosen} = await select({'fileorg/batch/a.py': 'ä'.repeat(60), 'fileorg/batch/b.py': 'b'}, 100, {bytes: {'fileorg/batch/a.py': 0}});
	expect(chosen).toEqual(['fileorg/batch/b.py']);
});

test('unrelated files get a quarter of the budget', async () => {
	const {chosen} = await select({'one.py': 'x'.repeat(20), 'two.py': 'x'.repeat(20)}, 100);
	expect(chosen).toEqual(['one.py']);
});

test('files that may hold secrets, binary and generated ones stay out, scope or not', async () => {
	const withheld = [
		'.env',
		'.env.local',
		'.envrc',
		'server.pem',
		'id_rsa',
		'id_ed25519.pub',
		'credentials',
		'credentials.json',
		'secrets.yaml',
		'tls.key',
		'.npmrc',
		'.ssh/config',
		'logo.png',
		'package-lock.json',
		'uv.lock',
		'app.min.js',
		'node_modules/x/index.js',
		'__pycache__/a.pyc',
	];
	const contents = Object.fromEntries([...withheld, 'credentials.py', 'secret_santa.py', 'environment.py'].map(name => [`fileorg/batch/${name}`, 'x']));
	const {chosen, paths, read} = await select(contents);
	expect(chosen).toEqual(['fileorg/batch/credentials.py', 'fileorg/batch/environment.py', 'fileorg/batch/secret_santa.py']);
	expect(read).toEqual(chosen);
	expect(paths).toHaveLength(21);
});

test('content with zero bytes and files that are gone are left out; keys are redacted', async () => {
	const contents = {'fileorg/batch/a.py': 'a\0b', 'fileorg/batch/b.py': `key = "AKIA${'ABCD'.repeat(4)}"`};
	const {files} = await select(contents);
	expect(files).toEqual([{path: 'fileorg/batch/b.py', content: 'key = "[redacted]"', sha256: sha256(contents['fileorg/batch/b.py'])}]);
	const gone = await selectContext({phase, files: [{path: 'fileorg/batch/a.py', bytes: 1}], read: async () => undefined});
	expect(gone).toEqual({paths: ['fileorg/batch/a.py'], files: []});
});

test('files that refused patches name come last, on top of the budget and whatever they are, but for secrets; the others stay as they were', async () => {
	const contents = {
		'fileorg/batch/a.py': 'x'.repeat(90),
		'one.py': 'x'.repeat(20),
		'two.py': 'x'.repeat(20),
		'docs/notes on two.txt': 'x'.repeat(19),
		'package-lock.json': 'x'.repeat(10),
		'huge.py': 'x'.repeat(51),
		'.env': 'x',
		'batch/a.py': 'x',
	};
	const before = await select(contents, 100);
	expect(before.chosen).toEqual(['fileorg/batch/a.py']);
	const after = await select(contents, 100, {
		refusals: ['fileorg/batch/a.py: hunk 1 fits nowhere.', 'package-lock.json was not shown, nor was "docs/notes on two.txt", huge.py, .env and two.py.'],
	});
	expect(after.files.slice(0, 1)).toEqual(before.files);
	expect(after.chosen.slice(1)).toEqual(['two.py', 'docs/notes on two.txt', 'package-lock.json']);
	expect(after.read).toEqual(after.chosen);
});
