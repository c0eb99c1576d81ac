import {describe, expect, test} from 'vitest';
import {
	applyReply,
	block,
	fence,
	outcomeOf,
} from './apply.ts';

const source = 'import os\n\n\ndef first(x):\n    a = 1\n    return a\n\n\ndef second(x):\n    a = 1\n    return x\n';
const changed = source.replace('return x', 'return x + 1');
const body = '@@ -9,3 +9,3 @@ def first(x):\n def second(x):\n     a = 1\n-    return x\n+    return x + 1\n';

describe('unified diffs', () => {
	test.each([
		['git, in a fence, in chatter', `Sure, here it is:\n\n${fence(`diff --git a/p/m.py b/p/m.py\nindex 1234567..89abcde 100644\n--- a/p/m.py\n+++ b/p/m.py\n${body}`, 'diff')}\nDone!\n`],
		['without fence and git header, followed by chatter', `Here:\n--- a/p/m.py\n+++ b/p/m.py\n${body}\n- I changed the return value.\n`],
		['without prefixes', `--- p/m.py\n+++ p/m.py\n${body}`],
		['with time stamps', `--- p/m.py\t2024-01-01 10:00:00.000 +0000\n+++ p/m.py\t2024-01-02 10:00:00.000 +0000\n${body}`],
		['a/ on both sides', `--- a/p/m.py\n+++ a/p/m.py\n${body}`],
		['an unknown prefix on both sides', `--- repo/p/m.py\n+++ repo/p/m.py\n${body}`],
		['with different unknown prefixes', `--- before/p/m.py\n+++ after/p/m.py\n${body}`],
		['.orig', `--- p/m.py.orig\n+++ p/m.py\n${body}`],
		['path in quotes', `--- "a/p/m.py"\n+++ "b/p/m.py"\n${body}`],
		['path line and @@ in a fence', `**p/m.py**\n${fence(body, 'diff')}`],
		['in CRLF throughout', `--- a/p/m.py\n+++ b/p/m.py\n${body}`.replaceAll('\n', '\r\n')],
		['without fence, context without its space', '--- a/p/m.py\n+++ b/p/m.py\n@@ @@\nimport os\n \n \ndef first(x):\n     a = 1\n     return a\n \n \ndef second(x):\n     a = 1\n-    return x\n+    return x + 1\n'],
		['after thinking', `<think>\n--- a/p/m.py\nno, rather\n</think>\n--- a/p/m.py\n+++ b/p/m.py\n${body}`],
	])('%s', (_name, reply) => {
		expect(outcomeOf(reply, {'p/m.py': source})).toEqual({'p/m.py': changed});
	});

	test('several files without git headers, with a deletion and a new file', () => {
		const reply = '--- a/a.txt\n+++ b/a.txt\n@@ -1 +1 @@\n-one\n+uno\n--- a/b.txt\n+++ /dev/null\n@@ -1,2 +0,0 @@\n-x\n-y\n--- /dev/null\n+++ b/c.txt\n@@ -0,0 +1,2 @@\n+new\n+file\n';
		expect(applyReply(reply, {'a.txt': 'one\n', 'b.txt': 'x\ny\n'})).toEqual({
			ok: true, repairs: [], notes: [], writes: [{path: 'b.txt', content: undefined}, {path: 'a.txt', content: 'uno\n'}, {path: 'c.txt', content: 'new\nfile\n'}],
		});
	});

	test('removed and added lines that look like file headers', () => {
		const reply = '--- a/q.sql\n+++ b/q.sql\n@@ -1,2 +1,2 @@\n select 1;\n--- old comment\n+++ new comment\n';
		expect(outcomeOf(reply, {'q.sql': 'select 1;\n-- old comment\n'})).toEqual({'q.sql': 'select 1;\n++ new comment\n'});
	});

	test('a fence mark inside hunk lines closes nothing', () => {
		const reply = fence('--- a/r.md\n+++ b/r.md\n@@ -1,3 +1,3 @@\n ```\n-old\n+new\n ```\n', 'diff');
		expect(outcomeOf(reply, {'r.md': '```\nold\n```\n'})).toEqual({'r.md': '```\nnew\n```\n'});
	});

	test('rename with edit, executable bit, new empty file', () => {
		const reply = 'diff --git a/old.sh b/bin/new.sh\nold mode 100644\nnew mode 100755\nsimilarity index 60%\nrename from old.sh\nrename to bin/new.sh\n--- a/old.sh\n+++ b/bin/new.sh\n'
			+ '@@ -1 +1 @@\n-echo 1\n+echo 2\ndiff --git a/p/__init__.py b/p/__init__.py\nnew file mode 100644\nindex 0000000..e69de29\n';
		expect(applyReply(reply, {'old.sh': 'echo 1\n'})).toEqual({
			ok: true,
			repairs: [],
			notes: [],
			writes: [{path: 'old.sh', content: undefined}, {
				path: 'bin/new.sh', content: 'echo 2\n', executable: true, from: 'old.sh',
			}, {path: 'p/__init__.py', content: ''}],
		});
	});

	test('names that differ are no rename', () => {
		expect(outcomeOf(`--- a/x.py\n+++ b/y.py\n${body}`, {'x.py': source, 'y.py': source})).toBe('ambiguous');
	});

	test('the executable bit of an edited file stays', () => {
		const content = new TextEncoder().encode('a\n');
		expect(applyReply(block('run.sh', 'a', 'b'), {'run.sh': {kind: 'file', content, executable: true}})).toEqual({
			ok: true, repairs: [], notes: [], writes: [{path: 'run.sh', content: 'b\n', executable: true}],
		});
	});
});

describe('SEARCH/REPLACE blocks', () => {
	const blockText = '<<<<<<< SEARCH\n    return x\n=======\n    return x + 1\n>>>>>>> REPLACE\n';
	test.each([
		['path before the fence', `p/m.py\n${fence(blockText, 'python')}`],
		['path in backticks and a blank line', `### \`p/m.py\`\n\n${fence(blockText)}`],
		['path inside the fence', fence(`p/m.py\n${blockText}`)],
		['no fence', `File: p/m.py\n${blockText}`],
		['path in the sentence before', `In \`p/m.py\` the result is wrong:\n\n${fence(blockText)}`],
		['in a list, indented', `1. **p/m.py**\n   \`\`\`\n${blockText.replaceAll(/^/gmv, ' '.repeat(3)).trimEnd()}\n   \`\`\`\n`],
	])('%s', (_name, reply) => {
		expect(outcomeOf(reply, {'p/m.py': source})).toEqual({'p/m.py': changed});
	});

	test('several blocks for one file: each sees what those before it did', () => {
		const reply = `p/m.py\n${fence('<<<<<<< SEARCH\nimport os\n=======\nimport sys\n>>>>>>> REPLACE\n\n<<<<<<< SEARCH\nimport sys\n\n=======\nimport sys\nimport re\n\n>>>>>>> REPLACE\n')}`;
		expect(outcomeOf(reply, {'p/m.py': source})).toEqual({'p/m.py': source.replace('import os\n', 'import sys\nimport re\n')});
	});

	test('an empty SEARCH creates, an empty REPLACE deletes lines', () => {
		expect(outcomeOf(block('new.py', '', 'x = 1') + block('p/m.py', 'import os', ''), {'p/m.py': source}))
			.toEqual({'new.py': 'x = 1\n', 'p/m.py': source.replace('import os\n', '')});
	});

	test('lines that are only repeated keep the bytes of the file', () => {
		const reply = block('a.py', 'a\nkeep\nb', 'A\nkeep\nB');
		expect(outcomeOf(reply, {'a.py': 'a\nkeep  \nb\n'})).toEqual({'a.py': 'A\nkeep  \nB\n'});
	});
});

test('the envelope: add, update with nested anchors, delete, move', () => {
	const update = '*** Update File: p/m.py\n@@ def second(x):\n-    a = 1\n+    a = 2\n*** End of File\n';
	const reply = `I will:\n${fence(`*** Begin Patch\n${update}*** Add File: n.py\n+x = 1\n+\n+y = 2\n*** Delete File: old.py\n*** Update File: d.py\n*** Move to: e.py\n@@\n-old\n+new\n*** End Patch`)}`;
	expect(applyReply(reply, {'p/m.py': source, 'old.py': 'gone\n', 'd.py': 'old\n'})).toEqual({
		ok: true,
		repairs: [],
		notes: ['p/m.py: hunk 1 matched in several places, of which the enclosing line of its header decided'],
		writes: [
			{path: 'old.py', content: undefined},
			{path: 'd.py', content: undefined},
			{path: 'p/m.py', content: source.replace('a = 1\n    return x', 'a = 2\n    return x')},
			{path: 'n.py', content: 'x = 1\n\ny = 2\n'},
			{path: 'e.py', content: 'new\n', from: 'd.py'},
		],
	});
});

describe('whole files', () => {
	test.each([
		['plain', 'src/x.py\n'],
		['backticks', '`src/x.py`\n'],
		['bold with colon', '**src/x.py:**\n'],
		['bold and backticks, blank line', '**`src/x.py`**\n\n'],
		['heading', '#### src/x.py\n'],
		['list', '1. `src/x.py` (new)\n'],
		['label', 'File: src/x.py\n'],
		['dot slash', './src/x.py\n'],
	])('path line: %s', (_name, pathLine) => {
		expect(outcomeOf(`Here you are.\n\n${pathLine}${fence('print(1)\n', 'python')}`, {})).toEqual({'src/x.py': 'print(1)\n'});
	});

	test('a Markdown file with fences of its own', () => {
		const text = '# Title\n```bash\nls\n```\nend\n';
		expect(outcomeOf(`readme.md\n${fence(text, 'markdown')}`, {})).toEqual({'readme.md': text});
		expect(outcomeOf(`readme.md\n\`\`\`\`\n${text.replace('bash', '')}\`\`\`\`\n`, {})).toEqual({'readme.md': text.replace('bash', '')});
		expect(outcomeOf(`readme.md\n${fence(text.replace('bash', ''))}`, {})).toBe('ambiguous');
	});

	test('a file that is a patch', () => {
		const patch = '--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n';
		expect(outcomeOf(`fixtures/x.patch\n${fence(patch, 'diff')}`, {x: 'a\n'})).toEqual({'fixtures/x.patch': patch});
	});

	test('an example among the edits is no edit; a fence that may be a file is a refusal', () => {
		expect(outcomeOf(`a.py\n${fence('x = 1')}\nRun it with:\n${fence('python a.py', 'bash')}`, {})).toEqual({'a.py': 'x = 1\n'});
		expect(outcomeOf(`a.py\n${fence('x = 1')}\nAnd create \`b.py\`:\n${fence('y = 1', 'python')}`, {})).toBe('ambiguous');
	});

	test('a rewrite follows the file: CRLF, byte order mark, no final newline', () => {
		expect(outcomeOf(`a.py\n${fence('x\nz\n')}`, {'a.py': '\u{FEFF}x\r\ny'})).toEqual({'a.py': '\u{FEFF}x\r\nz'});
	});

	test('a file can be deleted and added anew in one reply', () => {
		expect(outcomeOf('*** Begin Patch\n*** Delete File: a.py\n*** Add File: a.py\n+new\n*** End Patch\n', {'a.py': source})).toEqual({'a.py': 'new\n'});
	});
});
