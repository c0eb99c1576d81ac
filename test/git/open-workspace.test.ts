import {
	chmod,
	mkdir,
	readFile,
	readdir,
	rm,
	stat,
} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import {execa} from 'execa';
import {expect, test} from 'vitest';
import {ensureBranch} from '../../source/git/ensure-branch.ts';
import {inspectRepository} from '../../source/git/inspect-repository.ts';
import {openWorkspace} from '../../source/git/open-workspace.ts';
import {
	commitAll,
	git,
	temporaryDirectory,
	temporaryRepository,
	writeAll,
} from '../helpers/temporary-repository.ts';

const ref = 'refs/heads/autonomous/run';
const reply = ['Here it is:', '', 'src/app.py', '<<<<<<< SEARCH', 'x = 1', '=======', 'x = 2', '>>>>>>> REPLACE', ''].join('\n');
const files = {'src/app.py': 'import os\n\nx = 1\n', '.gitignore': '*.pyc\n'};

async function opened() {
	const {root, head} = await temporaryRepository(files);
	const directory = path.join(await temporaryDirectory(), 'worktrees');
	return {
		root, head, directory, workspace: openWorkspace({root, directory}),
	};
}

async function applied(workspace: ReturnType<typeof openWorkspace>, name: string, base: string) {
	const result = await workspace.applyReply(name, base, {text: reply});
	if (!result.ok) {
		throw new Error(result.message);
	}

	return result.change;
}

test('a reply becomes a tree with its diff, and lands as one commit', async () => {
	const {root, head, workspace} = await opened();
	await ensureBranch(root, 'autonomous/run', head);
	const change = await applied(workspace, 'phase-1', head);
	expect(change).toEqual({
		baseTree: await workspace.treeOf(head),
		tree: change.tree,
		diff: [
			'diff --git a/src/app.py b/src/app.py',
			`index ${change.diff.slice(change.diff.indexOf('index ') + 6).split('\n', 1)[0]!}`,
			'--- a/src/app.py',
			'+++ b/src/app.py',
			'@@ -1,3 +1,3 @@',
			' import os',
			' ',
			'-x = 1',
			'+x = 2',
			'',
		].join('\n'),
		files: [{
			path: 'src/app.py', status: 'modified', linesAdded: 1, linesRemoved: 1,
		}],
		repairs: [],
		notes: change.notes,
	});

	const commit = await workspace.createCommit({tree: change.tree, parent: head, message: 'Land'});
	expect(await workspace.advanceRef({ref, from: head, to: commit})).toBe('advanced');
	expect(await workspace.headOf(ref)).toBe(commit);
	expect(await workspace.treeOf(commit)).toBe(change.tree);
	expect(await workspace.hasLanded({ref, commit})).toBe(true);
	expect(await git(root, 'show', `${ref}:src/app.py`)).toBe('import os\n\nx = 2');
});

test('a refused reply changes nothing', async () => {
	const {head, workspace} = await opened();
	const result = await workspace.applyReply('p', head, {text: reply.replace('x = 1', 'nothing like it\nat all')});
	expect(result).toMatchObject({ok: false, code: 'not_found'});
	const worktree = await workspace.checkOut('p', head);
	expect(await readFile(path.join(worktree, 'src', 'app.py'), 'utf8')).toBe(files['src/app.py']);
});

test('what the file system does not take is a refusal too', async () => {
	const {head, workspace} = await opened();
	const name = 'x'.repeat(300);
	const result = await workspace.applyReply('p', head, {text: `${reply}\n*** Begin Patch\n*** Add File: src/${name}\n+text\n*** End Patch\n`});
	expect(result).toEqual({
		ok: false, code: 'unsafe_path', path: `src/${name}`, message: `src/${name} is too long a name for this file system.`,
	});
	const worktree = await workspace.checkOut('p', head);
	expect(await readdir(path.join(worktree, 'src'))).toEqual(['app.py']);
	expect(await readFile(path.join(worktree, 'src/app.py'), 'utf8')).toBe(files['src/app.py']);
});

test('the held tree is put back by a later process, on its base, without what checks left', async () => {
	const {root, head, directory, workspace} = await opened();
	const {tree} = await applied(workspace, 'p', head);
	const worktree = await workspace.holdTree('p', head, tree);
	await writeAll(worktree, {'src/app.py': 'half', 'junk.pyc': ''});
	expect(await workspace.holdTree('p', head, tree)).toBe(worktree);
	expect(await readFile(path.join(worktree, 'src', 'app.py'), 'utf8')).toBe('half');

	const later = openWorkspace({root, directory});
	expect(await later.holdTree('p', head, tree)).toBe(worktree);
	expect(await readFile(path.join(worktree, 'src', 'app.py'), 'utf8')).toBe('import os\n\nx = 2\n');
	expect(await readdir(worktree)).toEqual(['.git', '.gitignore', 'src']);
	await later.checkOut('p', head);
	expect(await readFile(path.join(worktree, 'src', 'app.py'), 'utf8')).toBe(files['src/app.py']);
	await later.holdTree('p', head, tree);
	expect(await readFile(path.join(worktree, 'src', 'app.py'), 'utf8')).toBe('import os\n\nx = 2\n');
});

test('names of phases may be anything, and each has its own worktree', async () => {
	const {root, head, directory, workspace} = await opened();
	const names = ['..', '../..', 'a/b', 'a b', 'a-b', 'é'.repeat(300), '.git'];
	const places = await Promise.all(names.map(async name => workspace.checkOut(name, head)));
	expect(new Set(places).size).toBe(names.length);
	expect(places.map(place => path.dirname(place))).toEqual(names.map(() => directory));
	await Promise.all(names.map(async name => workspace.removeWorktree(name)));
	expect(await readdir(directory)).toEqual([]);
	expect(await git(root, 'worktree', 'list')).not.toContain('\n');
	await workspace.removeWorktree('never made');
});

test('a worktree that is asked for again before it is there, as by an attempt after one that was cut off: one git after the other', async () => {
	const {root, head, workspace} = await opened();
	for (let number = 0; number < 300; number++) {
		await writeAll(root, {[`many/${number % 20}/${number}.txt`]: `${number}\n`.repeat(50)});
	}

	const next = await commitAll(root);
	const [worktree] = await Promise.all([
		workspace.checkOut('p', next), workspace.prepareWorktree('p', next), workspace.prepareWorktree('p', next), workspace.prepareWorktree('p', head), workspace.prepareWorktree('p', next),
	]);
	expect(await git(worktree, 'rev-parse', 'HEAD')).toBe(next);
	expect(await git(worktree, 'status', '--porcelain', '--ignored')).toBe('');
	const {tree} = await applied(workspace, 'p', next);
	const [held] = await Promise.all([workspace.holdTree('p', next, tree), workspace.prepareWorktree('p', head), workspace.removeWorktree('p')]);
	await expect(stat(held)).rejects.toThrow('ENOENT');
	expect(await workspace.holdTree('p', next, tree)).toBe(held);
	expect(await readFile(path.join(held, 'src', 'app.py'), 'utf8')).toBe('import os\n\nx = 2\n');
});

test('a broken worktree of ours is replaced', async () => {
	const {head, workspace} = await opened();
	const worktree = await workspace.checkOut('p', head);
	await rm(path.join(worktree, '.git'));
	expect(await workspace.checkOut('p', head)).toBe(worktree);
	expect(await git(worktree, 'rev-parse', 'HEAD')).toBe(head);
});

test('kill -9 in the middle of git\'s work: the next start goes on', async () => {
	const {root, head, directory} = await opened();
	for (let number = 0; number < 400; number++) {
		await writeAll(root, {[`many/${number % 20}/${number}.txt`]: `${number}\n`.repeat(50)});
	}

	const next = await commitAll(root);
	for (const afterMs of [0, 20, 50, 90, 150, 250]) {
		const program = `
			import {openWorkspace} from ${JSON.stringify(new URL('../../source/git/open-workspace.ts', import.meta.url).href)};
			const workspace = openWorkspace(${JSON.stringify({root, directory})});
			process.stdout.write('started');
			for (;;) {
				await workspace.removeWorktree('p');
				await workspace.checkOut('p', ${JSON.stringify(next)});
				await workspace.checkOut('p', ${JSON.stringify(head)});
			}
		`;
		const child = execa(process.execPath, ['--input-type=module', '--eval', program], {reject: false});
		child.stdout.once('data', () => {
			setTimeout(() => {
				child.kill('SIGKILL');
			}, afterMs);
		});
		await child;
		const worktree = await openWorkspace({root, directory}).checkOut('p', next);
		expect(await git(worktree, 'rev-parse', 'HEAD')).toBe(next);
		expect(await git(worktree, 'status', '--porcelain', '--ignored')).toBe('');
	}
});

test('uncommitted work, index, stash, refs and configuration of the user stay byte for byte as they are', async () => {
	const {root, head} = await temporaryRepository({
		...files, 'staged.txt': '1\n', 'unstaged.txt': '1\n', 'run.sh': '#!\n',
	});
	await writeAll(root, {'unstaged.txt': 'stashed\n'});
	await git(root, 'stash');
	await writeAll(root, {
		'staged.txt': 'staged\n', 'unstaged.txt': 'half a thought', 'untracked é.txt': 'u', 'ignored.pyc': 'i', 'src/app.py': 'x = 99\n',
	});
	await git(root, 'add', 'staged.txt');
	await chmod(path.join(root, 'run.sh'), 0o755);
	await git(root, 'checkout', '--quiet', '--detach');
	const before = await snapshot(root);

	await inspectRepository(root);
	await ensureBranch(root, 'autonomous/run', head);
	const workspace = openWorkspace({root, directory: path.join(await temporaryDirectory(), 'w')});
	const {tree} = await applied(workspace, 'p', head);
	const commit = await workspace.createCommit({tree, parent: head, message: 'Land'});
	await workspace.advanceRef({ref, from: head, to: commit});
	await workspace.removeWorktree('p');
	await mkdir(path.join(root, '.git', 'worktrees'), {recursive: true});

	expect(await snapshot(root)).toEqual(before);
	expect(await git(root, 'diff', '--name-only', head, ref)).toBe('src/app.py');
});

/**
Every file of the checkout with mode, time and content, and git's own state without objects and the branch that is ours.
*/
async function snapshot(root: string): Promise<Record<string, string>> {
	const names = await readdir(root, {recursive: true});
	const kept = names.filter(name => !/^\.git\/(?:objects|worktrees|(?:logs\/)?refs\/heads\/autonomous)(?:\/|$)/v.test(name));
	const entries = await Promise.all(kept.map(async name => {
		const location = path.join(root, name);
		const stats = await stat(location);
		return [name, stats.isFile() ? `${stats.mode} ${stats.mtimeMs} ${await readFile(location, 'base64')}` : String(stats.mode)] as const;
	}));
	return Object.fromEntries(entries);
}
