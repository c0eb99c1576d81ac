import {Buffer} from 'node:buffer';
import {
	chmod,
	mkdir,
	readFile,
	stat,
	symlink,
	writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import {setTimeout as delay} from 'node:timers/promises';
import {execa} from 'execa';
import {
	expect,
	onTestFinished,
	test,
	type TestContext,
} from 'vitest';
import {snapshot} from '../files/snapshot.ts';
import {bundle, openTerminal} from '../helpers/autopack.ts';
import {caseInsensitiveDirectory} from '../helpers/case-insensitive-directory.ts';
import {createSandbox, type Sandbox} from '../helpers/sandbox.ts';
import {runIn, startIn, type CommandOptions} from '../helpers/small-workspace.ts';
import {
	git,
	temporaryDirectory,
	temporaryRepository,
	writeAll,
} from '../helpers/temporary-repository.ts';
import {underFileLimit, underPermissions} from '../helpers/under-permissions.ts';

const files = {
	'src/app.py': 'import os\n\n\ndef main():\n    print(1)\n    print(2)\n', 'src/old.py': 'a = 1\nb = 2\nc = 3\n', 'gone.txt': 'one\ntwo\n', 'run.sh': '#!/bin/sh\n', 'kept.txt': 'kept\n',
};

const envelope = [
	'*** Begin Patch',
	'*** Update File: src/app.py',
	'@@ def main():',
	'-    print(1)',
	'+    print("one")',
	'+    print("more")',
	'*** Update File: src/old.py',
	'*** Move to: lib/new name.py',
	'@@',
	' a = 1',
	'-b = 2',
	'+b = 20',
	' c = 3',
	'*** Add File: lib/added.txt',
	'+first',
	'*** Delete File: gone.txt',
	'*** End Patch',
	'',
].join('\n');

const modePatch = ['diff --git a/run.sh b/run.sh', 'old mode 100644', 'new mode 100755', ''].join('\n');

const after = {
	'kept.txt': 'file 644 kept\n',
	lib: 'directory 755',
	'lib/added.txt': 'file 644 first\n',
	'lib/new name.py': 'file 644 a = 1\nb = 20\nc = 3\n',
	'run.sh': 'file 644 #!/bin/sh\n',
	src: 'directory 755',
	'src/app.py': 'file 644 import os\n\n\ndef main():\n    print("one")\n    print("more")\n    print(2)\n',
};

const listed = [
	'D gone.txt  +0 −2',
	'A lib/added.txt  +1 −0',
	'R src/old.py → lib/new name.py  +1 −1',
	'M src/app.py  +2 −1',
];

/**
A directory with files in it and without git, and the command on it.
*/
async function prepared(content: Record<string, string> = files) {
	const [sandbox, directory] = await Promise.all([createSandbox(), temporaryDirectory()]);
	await writeAll(directory, content);
	return {
		sandbox, directory, async apply(args: string[], options: CommandOptions = {}) {
			return runIn(sandbox, ['patch', 'apply', ...args], {cwd: directory, ...options});
		},
	};
}

async function patchFile(sandbox: Sandbox, text: string | Uint8Array): Promise<string> {
	const file = path.join(sandbox.home, 'a patch.txt');
	await writeFile(file, text);
	return file;
}

test('a patch of a file is applied in a directory that has neither git nor settings, and nothing is left behind', async () => {
	const {sandbox, directory, apply} = await prepared();
	const file = await patchFile(sandbox, `Here is the change:\n\n${envelope}\nThat is all.\n`);
	const withoutGit = {PATH: path.dirname(process.execPath)};
	expect(await apply([file], {env: withoutGit})).toEqual({exitCode: 0, stdout: listed.join('\n'), stderr: ''});
	expect(await snapshot(directory)).toEqual(after);
});

test('--check says the same and writes nothing; --json is one object; --dir and standard input', async () => {
	const {sandbox, directory, apply} = await prepared();
	const before = await snapshot(directory);
	const file = await patchFile(sandbox, envelope);
	const elsewhere = {cwd: sandbox.home, input: envelope};
	expect(await apply(['--check', file])).toEqual({exitCode: 0, stdout: [...listed, 'This was a check; nothing was written.'].join('\n'), stderr: ''});
	const checked = await apply(['--check', '--json', '--dir', directory], elsewhere);
	expect(await snapshot(directory)).toEqual(before);
	const applied = await apply(['--json', '--dir', path.relative(sandbox.home, directory), '-'], elsewhere);
	expect(await snapshot(directory)).toEqual(after);
	const outcome = {
		ok: true,
		files: [
			{
				path: 'gone.txt', status: 'deleted', added: 0, removed: 2,
			},
			{
				path: 'lib/added.txt', status: 'added', added: 1, removed: 0,
			},
			{
				path: 'lib/new name.py', from: 'src/old.py', status: 'renamed', added: 1, removed: 1,
			},
			{
				path: 'src/app.py', status: 'modified', added: 2, removed: 1,
			},
		],
		notes: [],
		repairs: [],
	};
	expect([checked, applied].map(({stdout, ...rest}) => ({...rest, outcome: JSON.parse(stdout) as unknown}))).toEqual([
		{exitCode: 0, stderr: '', outcome: {...outcome, check: true}},
		{exitCode: 0, stderr: '', outcome: {...outcome, check: false}},
	]);
	expect([checked, applied].map(({stdout}) => stdout.split('\n').length)).toEqual([1, 1]);
});

test('the executable bit, notes of what was lenient, and --ascii', async () => {
	const {directory, apply} = await prepared();
	expect(await apply([], {input: modePatch})).toEqual({exitCode: 0, stdout: 'M run.sh  +0 −0  executable', stderr: ''});
	expect((await snapshot(directory))['run.sh']).toBe('file 755 #!/bin/sh\n');
	const wrongCounts = '--- a/kept.txt\n+++ b/kept.txt\n@@ -7,1 +7,1 @@\n-kept\n+changed → there\n+more\n';
	const {exitCode, stdout} = await apply(['--ascii'], {input: wrongCounts});
	expect(exitCode).toBe(0);
	expect(stdout.split('\n')).toEqual(['M kept.txt  +2 -1', expect.stringMatching(/^note: kept\.txt: hunk 1 .*counts/v), expect.stringMatching(/^note: kept\.txt: hunk 1 .*line 1/v)]);
	expect(await readFile(path.join(directory, 'kept.txt'), 'utf8')).toBe('changed → there\nmore\n');
	expect(await apply([], {input: 'kept.txt\n```\nshort\n```\n'})).toMatchObject({exitCode: 0, stdout: 'M kept.txt  +1 −2'});
});

test('a refusal changes nothing, and says the file, the hunk and the nearest place', async () => {
	const {directory, apply} = await prepared();
	const before = await snapshot(directory);
	const wrong = envelope.replace('*** Update File: src/old.py', '@@\n-    print(two)\n+    print("two")\n*** Update File: src/old.py');
	const {exitCode, stdout, stderr} = await apply([], {input: wrong});
	expect({exitCode, stdout}).toEqual({exitCode: 1, stdout: ''});
	expect(stderr).toMatch(/^Refused \(not_found\); nothing was changed\.\n[\s\S]*src\/app\.py: hunk 2 [\s\S]* \d \| {5}print\(2\)/v);
	const json = await apply(['--json'], {input: wrong});
	expect(json).toMatchObject({exitCode: 1, stderr: ''});
	expect(JSON.parse(json.stdout)).toMatchObject({
		ok: false, code: 'not_found', message: stderr.slice(stderr.indexOf('\n') + 1), path: 'src/app.py', hunk: 2,
	});
	expect(await apply(['--check'], {input: wrong})).toMatchObject({exitCode: 1, stdout: ''});
	expect(await snapshot(directory)).toEqual(before);
	expect(await apply([], {input: envelope})).toMatchObject({exitCode: 0});
	expect(await apply([], {input: 'kept.txt\n```\nkept\n```\n'})).toMatchObject({exitCode: 1, stderr: expect.stringMatching(/^Refused \((?:unchanged|already_applied)\)/v) as string});
});

test.for<[what: string, text: string | Uint8Array, code: string, words: RegExp]>([
	['nothing', '', 'empty', /no edit/v],
	['prose', 'I would rather not.\n', 'empty', /no edit/v],
	['latin-1', Buffer.from('kept.txt\n```\ncaf\u{E9}\n```\n', 'latin1'), 'binary', /not UTF-8/v],
	['UTF-16', Buffer.from('\u{FEFF}kept.txt\n```\ncafe\n```\n', 'utf16le'), 'binary', /not UTF-8/v],
	['too much', `kept.txt\n\`\`\`\n${'x'.repeat(1_000_000)}\n\`\`\`\n`, 'too_large', /1000000 bytes/v],
	['a path that leads out', 'kept/../../kept.txt\n```\nx\n```\n*** Begin Patch\n*** Delete File: ../kept.txt\n*** End Patch\n', 'unsafe_path', /\.\.\/kept\.txt/v],
])('%s is refused', async ([, text, code, words]) => {
	const {sandbox, directory, apply} = await prepared({'kept.txt': 'kept\n'});
	const file = await patchFile(sandbox, text);
	const {exitCode, stdout} = await apply(['--json', file]);
	expect({exitCode, ...JSON.parse(stdout) as Record<string, unknown>}).toMatchObject({
		exitCode: 1, ok: false, code, message: expect.stringMatching(words) as string,
	});
	expect(await snapshot(path.dirname(directory))).toEqual({[path.basename(directory)]: 'directory 755', [`${path.basename(directory)}/kept.txt`]: 'file 644 kept\n'});
});

test('of an endless patch no more is read than is allowed, which is a setting', async () => {
	const {sandbox, directory} = await prepared();
	await writeAll(directory, {'.autopackrc': 'maxPatchBytes: 5000\nmaxPatchFiles: 1\n'});
	const {stdout} = await execa('bash', ['-c', '(yes; echo "$?" >&3) 3>"$1" | "$2" "$3" patch apply --json; cat "$1"', 'bash', path.join(sandbox.home, 'yes'), process.execPath, bundle], {
		cwd: directory, env: sandbox.environment, extendEnv: false,
	});
	const [json, status] = stdout.split('\n', 2);
	expect(JSON.parse(json!)).toMatchObject({code: 'too_large', message: expect.stringContaining('5000 bytes') as string});
	expect(status).toBe('141');
	const {exitCode, stderr} = await runIn(sandbox, ['patch', 'apply'], {cwd: directory, input: envelope});
	expect({exitCode, stderr}).toEqual({exitCode: 1, stderr: expect.stringMatching(/^Refused \(too_large\).*\n.*4 files/v) as string});
});

test('usage errors: a sentence, and exit code 2', async () => {
	const {sandbox, directory, apply} = await prepared();
	const before = await snapshot(directory);
	const file = await patchFile(sandbox, envelope);
	const secret = path.join(sandbox.home, 'secret');
	await writeFile(secret, envelope);
	await chmod(secret, 0o000);
	const answers = await Promise.all([
		runIn(sandbox, ['patch'], {cwd: directory}),
		runIn(sandbox, ['patch', 'aply', file], {cwd: directory}),
		apply(['none.patch']),
		apply(['src']),
		apply([secret], {under: underPermissions}),
		apply(['--dir', 'nowhere', file]),
		apply(['--dir', 'kept.txt', file]),
		apply(['--dir', '', file]),
		apply([file, file]),
		apply(['--chekc', file]),
	]);
	expect(answers.map(({exitCode, stdout}) => ({exitCode, stdout}))).toEqual(answers.map(() => ({exitCode: 2, stdout: ''})));
	expect(answers.map(({stderr}) => stderr)).toEqual([
		'autopack: autopack patch needs to be told what to do: autopack patch apply [--dir DIR] [--check] [--json] [FILE]',
		'autopack: autopack patch cannot "aply"; there is: autopack patch apply [--dir DIR] [--check] [--json] [FILE]',
		'autopack: there is no file none.patch.',
		'autopack: src is a directory, not a patch.',
		`autopack: ${secret} cannot be read: EACCES: permission denied, open '${secret}'.`,
		'autopack: there is no directory nowhere.',
		'autopack: kept.txt is not a directory.',
		'autopack: --dir needs a value. See autopack --help.',
		`autopack: autopack patch has no use for "${file}". See autopack --help.`,
		'autopack: there is no option --chekc; did you mean --check? See autopack --help.',
	]);
	expect(await snapshot(directory)).toEqual(before);
});

test('at a terminal it says what it waits for, and takes what is typed', async () => {
	const {sandbox, directory} = await prepared();
	const hint = 'Reading the patch from standard input; end it with Ctrl-D';
	const typed = openTerminal(['patch', 'apply'], sandbox, {cwd: directory});
	await typed.waitFor(hint);
	typed.press(`${envelope.replaceAll('\n', '\r')}\u{4}`);
	await typed.waitFor('M src/app.py  +2 −1');
	expect(await typed.exit).toMatchObject({exitCode: 0});
	expect(await snapshot(directory)).toEqual(after);
	const nothing = openTerminal(['patch', 'apply'], sandbox, {cwd: directory});
	await nothing.waitFor(hint);
	nothing.press('\u{4}');
	await nothing.waitFor('autopack: no patch was given.');
	expect(await nothing.exit).toMatchObject({exitCode: 2});
	const stopped = openTerminal(['patch', 'apply'], sandbox, {cwd: directory});
	await stopped.waitFor(hint);
	stopped.press('\u{3}');
	expect(await stopped.exit).toMatchObject({signal: 2});
});

test('in a checkout: only the files change, submodules are left alone, links are not followed', async () => {
	const library = await temporaryRepository({'lib.py': 'x = 1\n'});
	const {root} = await temporaryRepository(files);
	await git(root, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', library.root, 'src/vendor');
	const outside = await temporaryDirectory();
	await writeAll(outside, {'app.py': 'outside\n'});
	await symlink(outside, path.join(root, 'src/link'));
	const staged = await git(root, 'status', '--porcelain', '--untracked-files=all');
	const sandbox = await createSandbox();
	const apply = async (text: string, env?: CommandOptions['env']) => runIn(sandbox, ['patch', 'apply', '--json', '--dir', 'src'], {cwd: root, input: text, env});
	const codes = [];
	for (const file of ['vendor/lib.py', 'vendor/new.py', 'vendor', 'link/app.py', 'link']) {
		const {exitCode, stdout} = await apply(`app.py\n\`\`\`\nx\n\`\`\`\n\n*** Begin Patch\n*** Add File: ${file}\n+x\n*** End Patch\n`);
		codes.push(`${exitCode} ${(JSON.parse(stdout) as {code: string}).code}`);
	}

	expect(codes).toEqual(codes.map(() => '1 unsafe_path'));
	expect(await git(root, 'status', '--porcelain', '--untracked-files=all')).toBe(staged);
	expect(await snapshot(outside)).toEqual({'app.py': 'file 644 outside\n'});

	const withoutGit = {PATH: path.dirname(process.execPath)};
	expect(await apply('app.py\n```\nimport os\nimport sys\n```\n', withoutGit)).toMatchObject({exitCode: 0, stderr: ''});
	expect(await git(root, 'status', '--porcelain', '--untracked-files=all', '--', 'src/app.py')).toBe(' M src/app.py');
	await writeFile(path.join(root, '.git/index'), 'no index');
	const {exitCode, stderr} = await apply('app.py\n```\nx = 1\n```\n');
	expect({exitCode, stderr}).toEqual({exitCode: 4, stderr: expect.stringMatching(/^autopack: "git --literal-pathspecs" failed in /v) as string});
});

test('modes and hard links are kept', async () => {
	const {directory, apply} = await prepared();
	const elsewhere = path.join(directory, '..', 'elsewhere');
	await execa('ln', [path.join(directory, 'src/app.py'), elsewhere]);
	await Promise.all([chmod(path.join(directory, 'src/app.py'), 0o600), chmod(path.join(directory, 'src/old.py'), 0o775)]);
	expect(await apply([], {input: envelope})).toMatchObject({exitCode: 0});
	expect(await readFile(elsewhere, 'utf8')).toBe(files['src/app.py']);
	const modes = await Promise.all(['src/app.py', 'lib/new name.py'].map(async file => ((await stat(path.join(directory, file))).mode % 0o1_0000).toString(8)));
	expect(modes).toEqual(['600', '775']);
});

test('a system that refuses in the middle: exit code 4 with its reason, and all is as it was', async () => {
	const {directory, apply} = await prepared();
	const lib = path.join(directory, 'lib');
	await mkdir(lib);
	await chmod(lib, 0o555);
	onTestFinished(async () => chmod(lib, 0o755));
	const before = await snapshot(directory);
	const noRights = await apply([], {input: envelope, under: underPermissions});
	expect(noRights).toEqual({exitCode: 4, stdout: '', stderr: expect.stringMatching(/^autopack: EACCES: permission denied, .*\/lib\/[^\n\/]*'$/v) as string});
	const large = `${envelope}\nlarge.txt\n\`\`\`\n${'x\n'.repeat(100_000)}\`\`\`\n`;
	const noSpace = await apply([], {input: large, under: underFileLimit(64), env: {NODE_DISABLE_COMPILE_CACHE: '1'}});
	expect(noSpace).toEqual({exitCode: 4, stdout: '', stderr: expect.stringMatching(/^autopack: EFBIG: file too large, write$/v) as string});
	expect(await snapshot(directory)).toEqual(before);
});

test('what a patch says cannot steer the terminal', async () => {
	const {apply} = await prepared({'kept.txt': 'a line that is there\n'});
	const hostile = '*** Begin Patch\n*** Update File: kept.txt\n@@\n-a line that \u{1B}[31m\u{1B}]0;title\u{7}is not there \u{202E}\u{9B}2J\n+x\n*** End Patch\n';
	const forPerson = await apply([], {input: hostile});
	const forProgram = await apply(['--json'], {input: hostile});
	expect([forPerson.exitCode, forProgram.exitCode]).toEqual([1, 1]);
	expect(forPerson.stderr).toMatch(/is not there/v);
	expect(`${forPerson.stderr}${forProgram.stdout}`.replaceAll('\n', '')).not.toMatch(/\p{Control}/v);
	expect(forPerson.stderr).not.toContain('\u{202E}');
});

test('a reader that goes away says nothing; a full disk for the report is exit code 4', async () => {
	const {sandbox, directory} = await prepared();
	const file = await patchFile(sandbox, envelope);
	const pipe = async (command: string) => execa('bash', ['-c', command, process.execPath, bundle, file], {
		cwd: directory, env: sandbox.environment, extendEnv: false, stdin: 'ignore', reject: false,
	});
	expect(await pipe('set -o pipefail; "$0" "$1" patch apply --check "$2" | true; echo "$?"')).toMatchObject({stdout: '0', stderr: ''});
	const full = await pipe('"$0" "$1" patch apply --check "$2" > /dev/full');
	expect({exitCode: full.exitCode, stderr: full.stderr}).toEqual({exitCode: 4, stderr: expect.stringMatching(/^autopack: ENOSPC: /v) as string});
});

test('a signal, whenever it comes: all files or none', async () => {
	const names = Array.from({length: 150}, (_, index) => `${index % 10}/${index}.txt`);
	const {sandbox, directory} = await prepared(Object.fromEntries(names.map(name => [name, 'old\n'])));
	const text = (from: string, to: string) => `*** Begin Patch\n${names.map(name => `*** Update File: ${name}\n@@\n-${from}\n+${to}\n`).join('')}*** End Patch\n`;
	const [old, next] = [await patchFile(sandbox, text('new', 'old')), path.join(sandbox.home, 'next')];
	await writeFile(next, text('old', 'new'));
	const ends: string[] = [];
	// Until it comes too late a few times.
	for (let afterMs = 60; ends.filter(end => end === 'file 644 new\n').length < 4; afterMs += 12) {
		const child = startIn(sandbox, ['patch', 'apply', next], {cwd: directory});
		await delay(afterMs);
		child.kill(afterMs % 24 === 0 ? 'SIGTERM' : 'SIGINT');
		await child.ended;
		const found = new Set(Object.entries(await snapshot(directory)).filter(([name]) => !/^\d$/v.test(name)).map(([name, what]) => names.includes(name) ? what : name));
		expect([...found]).toHaveLength(1);
		const [end] = found;
		ends.push(end!);
		if (end === 'file 644 new\n') {
			expect(await runIn(sandbox, ['patch', 'apply', old], {cwd: directory})).toMatchObject({exitCode: 0});
		}
	}

	expect(ends).toContain('file 644 old\n');
});

test('where upper and lower case are the same', async ({skip}: TestContext) => {
	const directory = await caseInsensitiveDirectory();
	if (directory === undefined) {
		return skip('no file system here takes upper and lower case for the same');
	}

	await writeAll(directory, {'README.md': 'one\n'});
	const sandbox = await createSandbox();
	const apply = async (args: string[], text: string) => runIn(sandbox, ['patch', 'apply', ...args], {cwd: directory, input: text});
	const create = '*** Begin Patch\n*** Add File: readme.md\n+two\n*** End Patch\n';
	const refused = {exitCode: 1, stdout: '', stderr: expect.stringMatching(/^Refused \(exists\); nothing was changed\.\nreadme\.md cannot be created.*README\.md is there/v) as string};
	expect(await apply([], create)).toEqual(refused);
	expect(await apply(['--check'], create)).toEqual(refused);
	expect(await readFile(path.join(directory, 'README.md'), 'utf8')).toBe('one\n');
	expect(await apply([], '*** Begin Patch\n*** Update File: README.md\n*** Move to: readme.md\n@@\n-one\n+two\n*** End Patch\n')).toEqual({exitCode: 0, stdout: 'R README.md → readme.md  +1 −1', stderr: ''});
	expect(Object.keys(await snapshot(directory))).toEqual(['readme.md']);
	expect(await readFile(path.join(directory, 'readme.md'), 'utf8')).toBe('two\n');
});
