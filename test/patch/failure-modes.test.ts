import {expect, test} from 'vitest';
import {
	applyReply,
	block,
	fence,
	outcomeOf,
} from './apply.ts';

const uk = 'class UkPack:\n    def rules(self):\n        return ["invoice"]\n\n    def name(self):\n        return "uk"\n';
const header = '--- a/packs/uk.py\n+++ b/packs/uk.py\n';

test('1. wrong counts and line numbers, every hunk at line 1, no numbers at all', () => {
	const hunks = (first: string, second: string) => fence(`${header}${first}\n     def rules(self):\n-        return ["invoice"]\n+        return ["invoice", "vat"]\n${second}\n     def name(self):\n-        return "uk"\n+        return "UK"\n`, 'diff');
	const expected = {'packs/uk.py': uk.replace('"invoice"', '"invoice", "vat"').replace('"uk"', '"UK"')};
	const results = [['@@ -2,9 +2,1 @@', '@@ -77,1 +3,9 @@'], ['@@ -1,2 +1,2 @@', '@@ -1,2 +1,2 @@'], ['@@ ... @@', '@@'], ['@@ -1,N +1,N @@', '@@ @@ class UkPack:']]
		.map(([first, second]) => outcomeOf(hunks(first!, second!), {'packs/uk.py': uk}));
	expect(results).toEqual([expected, expected, expected, expected]);
	expect(applyReply(hunks('@@ -2,9 +2,1 @@', '@@ -5,2 +5,2 @@'), {'packs/uk.py': uk})).toMatchObject({notes: ['packs/uk.py: hunk 1 header counts were wrong and were recomputed']});
});

test('2. a reply cut off at the token limit', () => {
	const reply = `packs/uk.py\n${fence(uk.replace('invoice', 'vat'), 'python')}`;
	expect([outcomeOf(reply.slice(0, 80), {'packs/uk.py': uk}), outcomeOf(header, {'packs/uk.py': uk}), outcomeOf(`\`\`\`diff\n${header}@@ -6 +6 @@\n-        return "uk"\n+        ret`, {'packs/uk.py': uk})])
		.toEqual(['truncated', 'truncated', 'truncated']);
});

test('3. placeholders for code that was left out', () => {
	expect([
		outcomeOf(`packs/uk.py\n${fence('class UkPack:\n    def rules(self):\n        return ["vat"]\n\n    # ... rest unchanged\n')}`, {'packs/uk.py': uk}),
		outcomeOf(`packs/uk.py\n${fence('class UkPack:\n    def rules(self):\n        ...\n\n    def name(self):\n        return "UK"\n')}`, {'packs/uk.py': uk}),
		outcomeOf(fence(`${header}@@ @@\n     def name(self):\n-        return "uk"\n+        ...\n`), {'packs/uk.py': uk}),
	]).toEqual(['elided', 'elided', 'elided']);
});

test('4. edits to what is missing, a new file that exists, a package file replaced by a fragment', () => {
	const manifest = JSON.stringify({
		name: 'x', version: '1.0.0', scripts: {test: 'x'}, dependencies: Object.fromEntries(Array.from({length: 20}, (_, index) => [`d${index}`, '1'])),
	}, undefined, 2);
	expect([
		outcomeOf(block('packs/fr.py', 'a', 'b'), {}),
		outcomeOf('--- /dev/null\n+++ b/packs/uk.py\n@@ -0,0 +1 @@\n+x\n', {'packs/uk.py': uk}),
		outcomeOf(`package.json\n${fence('{\n  "scripts": {"test": "vitest"}\n}\n', 'json')}`, {'package.json': manifest}),
	]).toEqual(['missing_file', 'exists', 'fragment']);
});

test('5. fences, chatter, CRLF, smart quotes, a missing final newline', () => {
	const reply = `Of course! Here is the fix:\n\n${fence(`${header}@@ -5,2 +5,2 @@\n     def name(self):\n-        return “uk”\n+        return “UK”`, 'diff')}\nLet me know!`.replaceAll('\n', '\r\n');
	expect(outcomeOf(reply, {'packs/uk.py': uk.trimEnd()})).toEqual({'packs/uk.py': uk.trimEnd().replace('"uk"', '"UK"')});
	expect(outcomeOf(reply, {'packs/uk.py': uk.replaceAll('\n', '\r\n')})).toEqual({'packs/uk.py': uk.replace('"uk"', '"UK"').replaceAll('\n', '\r\n')});
});

test('6. JSON of the wrong shape is not "nothing to do"', () => {
	expect([outcomeOf('{"edits": []}', {}), outcomeOf(fence('{"patch": null}', 'json'), {})]).toEqual(['empty', 'empty']);
});

test('7. the same patch again, and a patch that changes nothing', () => {
	const reply = fence(`${header}@@ -5,2 +5,2 @@\n     def name(self):\n-        return "uk"\n+        return "UK"\n`);
	expect([outcomeOf(reply, outcomeOf(reply, {'packs/uk.py': uk}) as Record<string, string>), outcomeOf(block('packs/uk.py', 'class UkPack:', 'class UkPack:'), {'packs/uk.py': uk})])
		.toEqual(['already_applied', 'unchanged']);
});

test('8. outside the workspace, into .git, through a symlink, into protected paths, with a secret', () => {
	const write = (path: string, text = 'x = 1') => `${path}\n${fence(text)}`;
	expect([
		outcomeOf(write('../../home/user/.bashrc'), {}),
		outcomeOf(write('.git/hooks/post-commit'), {}),
		outcomeOf(write('link/a.py'), {'link/a.py': {kind: 'behind-symlink'}}),
		outcomeOf(write('.autopack/journal.sqlite'), {}),
		outcomeOf(write('a.py', `KEY = "sk-proj-${'x9'.repeat(24)}"`), {}),
	]).toEqual(['unsafe_path', 'unsafe_path', 'unsafe_path', 'unsafe_path', 'secret']);
});
