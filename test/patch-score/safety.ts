import type {Case} from './case.ts';
import type {Format, Tree, TreeFile} from './draft.ts';
import type {Random} from './random.ts';

const file = (text: string): TreeFile => ({text, executable: false});
const text = 'import os\n\n\ndef main():\n    return os.getcwd()\n';

/**
Replies that create a file, or change the one that is there, in a format.
*/
const creations: Record<Format, (path: string) => string> = {
	unified: path => `diff --git a/${path} b/${path}\nnew file mode 100644\nindex 0000000..3b18e51\n--- /dev/null\n+++ b/${path}\n@@ -0,0 +1 @@\n+value = 1\n`,
	'search-replace': path => `${path}\n\`\`\`\n<<<<<<< SEARCH\n=======\nvalue = 1\n>>>>>>> REPLACE\n\`\`\`\n`,
	envelope: path => `*** Begin Patch\n*** Add File: ${path}\n+value = 1\n*** End Patch\n`,
	whole: path => `${path}\n\`\`\`\nvalue = 1\n\`\`\`\n`,
};

const updates: Record<Format, (path: string, line?: string) => string> = {
	unified: (path, line = '    return os.curdir') => `--- a/${path}\n+++ b/${path}\n@@ -3,3 +3,3 @@\n \n def main():\n-    return os.getcwd()\n+${line}\n`,
	'search-replace': (path, line = '    return os.curdir') => `${path}\n\`\`\`\n<<<<<<< SEARCH\ndef main():\n    return os.getcwd()\n=======\ndef main():\n${line}\n>>>>>>> REPLACE\n\`\`\`\n`,
	envelope: (path, line = '    return os.curdir') => `*** Begin Patch\n*** Update File: ${path}\n@@\n def main():\n-    return os.getcwd()\n+${line}\n*** End Patch\n`,
	whole: (path, line = '    return os.curdir') => `${path}\n\`\`\`\n${text.replace('    return os.getcwd()', () => line)}\`\`\`\n`,
};

const paths: Record<string, readonly string[]> = {
	absolute: ['/etc/passwd', '/tmp/x.py', 'C:/x.py', String.raw`c:\x.py`, '//host/share/x.py', String.raw`\\host\share\x.py`, '~/x.py'],
	dot_dot: ['../x.py', 'src/../../x.py', '..', 'a/../../../etc/x.py', String.raw`..\x.py`, 'src/..', String.raw`a/..\..\x.py`],
	dot_git: ['.git/config', '.git/hooks/pre-commit', '.GIT/config', '.Git/x', 'sub/.git/config', '.git./config', '.git /config', 'git~1/config', '.g\u{200C}it/config', 'a/b/.git/hooks/post-checkout', '.git::$INDEX_ALLOCATION/config', String.raw`.git\config`],
	device_name: ['nul', 'NUL.txt', 'src/con', 'aux.py', 'COM1', 'lpt9.log', 'prn', 'a/CONIN$'],
	control_characters: ['a\u{1}b.py', 'a\u{7F}.py', 'a\u{1B}[31m.py', 'a\u{202E}yp.py', 'a\0b.py'],
};

const formats: readonly Format[] = ['unified', 'search-replace', 'envelope', 'whole'];

const makeCase = (id: string, {format, reply, before}: {format: Format; reply: string; before: Tree}): Case => ({
	id: `safety_${id}`, damage: `safety_${id.split('/', 1)[0]!}`, format, class: 'must_refuse', reply, before, after: new Map(),
});

/**
Replies that no applier may act on, whatever the files are.
*/
export function safetyCases(random: Random): Case[] {
	return [...pathCases(random), ...stateCases(), ...diffCases(), ...contentCases(), ...sizeCases(), ...emptyCases()];
}

function pathCases(random: Random): Case[] {
	const cases = Object.entries(paths).flatMap(([kind, names]) => names.flatMap((name, index) => formats.map(format => {
		const isNew = random.chance(0.6);
		return makeCase(`${kind}/${format}/${index}`, {format, reply: (isNew ? creations : updates)[format](name), before: isNew ? new Map() : new Map([[name, file(text)]])});
	})));
	const moves = [...paths.absolute!.slice(0, 3), ...paths.dot_dot!.slice(0, 3), ...paths.dot_git!.slice(0, 6)];
	const before: Tree = new Map([['src/a.py', file(text)]]);
	return [
		...cases,
		...moves.map((name, index) => makeCase(`move_target/unified/${index}`, {format: 'unified', before, reply: `diff --git a/src/a.py b/${name}\nsimilarity index 100%\nrename from src/a.py\nrename to ${name}\n`})),
		...moves.map((name, index) => makeCase(`move_target/envelope/${index}`, {format: 'envelope', before, reply: `*** Begin Patch\n*** Update File: src/a.py\n*** Move to: ${name}\n*** End Patch\n`})),
	];
}

/**
What is at the path is no file.
*/
function stateCases(): Case[] {
	return (['symlink', 'behind-symlink', 'directory', 'submodule'] as const).flatMap(kind => formats.flatMap(format => [creations, updates].map((replies, index) => makeCase(`at_${kind.replace('-', '_')}/${format}/${index}`, {
		format, reply: replies[format]('src/a.py'), before: new Map([['src/a.py', {text: '', executable: false, kind}]]),
	}))));
}

/**
Modes, links and binaries, which only a diff can say.
*/
function diffCases(): Case[] {
	const git = (path: string, lines: string): string => `diff --git a/${path} b/${path}\n${lines}`;
	const replies: Record<string, string[]> = {
		symlink_mode: [
			git('src/l', 'new file mode 120000\nindex 0000000..3b18e51\n--- /dev/null\n+++ b/src/l\n@@ -0,0 +1 @@\n+/etc/passwd\n\\ No newline at end of file\n'),
			git('src/a.py', 'old mode 100644\nnew mode 120000\n'),
			git('src/a.py', `index 3b18e51..9daeafb 120000\n${updates.unified('src/a.py')}`),
		],
		submodule_mode: [
			git('vendored', 'new file mode 160000\nindex 0000000..3b18e51\n--- /dev/null\n+++ b/vendored\n@@ -0,0 +1 @@\n+Subproject commit 3b18e512dba79e4c8300dd08aeb37f8e728b8dad\n'),
			git('src/a.py', 'old mode 100644\nnew mode 160000\n'),
		],
		other_mode_bits: ['100777', '104755', '100600', '102755', '040000', '100666'].map(mode => git('src/a.py', `old mode 100644\nnew mode ${mode}\n`)),
		binary: [
			git('logo.png', 'new file mode 100644\nindex 0000000..3b18e51\nGIT binary patch\nliteral 3\nKcmZ?wbhEHbRA7f\n\nliteral 0\nHcmV?d00001\n\n'),
			git('src/a.py', 'index 3b18e51..9daeafb 100644\nBinary files a/src/a.py and b/src/a.py differ\n'),
			git('src/a.py', 'index 3b18e51..9daeafb 100644\nGIT binary patch\ndelta 7\nOcmZ?wbhEHbRA7f\n\n'),
		],
	};
	return Object.entries(replies).flatMap(([kind, list]) => list.map((reply, index) => makeCase(`${kind}/unified/${index}`, {format: 'unified', reply, before: new Map([['src/a.py', file(text)]])})));
}

function contentCases(): Case[] {
	const markers = ['<<<<<<< HEAD', '>>>>>>> feature/x', '||||||| 3b18e51', '<<<<<<< ours', '>>>>>>> theirs'];
	const before: Tree = new Map([['src/a.py', file(text)]]);
	const latin: Tree = new Map([['src/a.py', {text: '', executable: false, bytes: new Uint8Array([0x64, 0x65, 0x66, 0x20, 0xE9, 0x0A])}]]);
	const nul: Tree = new Map([['src/a.py', {text: '', executable: false, bytes: new TextEncoder().encode(`\0${text}`)}]]);
	return formats.flatMap(format => [
		...markers.map((marker, index) => makeCase(`conflict_markers/${format}/${index}`, {format, before, reply: updates[format]('src/a.py', `${marker}\n${format === 'unified' || format === 'envelope' ? '+' : ''}    return os.curdir`)})),
		...[latin, nul].map((tree, index) => makeCase(`file_not_text/${format}/${index}`, {format, before: tree, reply: updates[format]('src/a.py')})),
	]);
}

function sizeCases(): Case[] {
	const lines = (prefix: string): string => `${prefix}value = "${'x'.repeat(90)}"\n`.repeat(11_000);
	const large: Record<Format, string> = {
		unified: `--- /dev/null\n+++ b/src/b.py\n@@ -0,0 +1,11000 @@\n${lines('+')}`,
		'search-replace': `src/b.py\n\`\`\`\n<<<<<<< SEARCH\n=======\n${lines('')}>>>>>>> REPLACE\n\`\`\`\n`,
		envelope: `*** Begin Patch\n*** Add File: src/b.py\n${lines('+')}*** End Patch\n`,
		whole: `src/b.py\n\`\`\`\n${lines('')}\`\`\`\n`,
	};
	const many = (format: Format): string => {
		const list = Array.from({length: 201}, (_, index) => creations[format](`src/f${index}.py`));
		return format === 'envelope' ? `*** Begin Patch\n${list.map(reply => reply.split('\n').slice(1, -2).join('\n')).join('\n')}\n*** End Patch\n` : list.join('\n');
	};

	return formats.flatMap(format => [
		makeCase(`too_large/${format}/0`, {format, reply: large[format], before: new Map()}),
		makeCase(`too_many_files/${format}/0`, {format, reply: many(format), before: new Map()}),
	]);
}

function emptyCases(): Case[] {
	const replies: Record<string, string[]> = {
		prose_only: [
			'I would change `main()` so that it returns `os.curdir` instead of calling `os.getcwd()`.\n',
			'No changes are needed: the code in `src/a.py` already does that.\n',
			'The fix:\n\n```python\ndef main():\n    return os.curdir\n```\n\nPut this where the old function was.\n',
			'{"files": [], "status": "nothing to do"}\n',
			'I cannot help with that.\n',
			'- In src/a.py, replace `os.getcwd()`\n+ with `os.curdir`\n',
		],
		empty: ['', '\n', ' \n\t\n', '```diff\n```\n', '*** Begin Patch\n*** End Patch\n', '<think>\nhm\n</think>\n', '```\n\n```\n'],
	};
	return Object.entries(replies).flatMap(([kind, list]) => list.map((reply, index) => makeCase(`${kind}/unified/${index}`, {format: 'unified', reply, before: new Map([['src/a.py', file(text)]])})));
}
