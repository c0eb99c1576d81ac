import {
	mkdir,
	readdir,
	readFile,
	rm,
	writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import {
	afterEach,
	expect,
	test,
	vi,
} from 'vitest';
import {GitError} from '../../source/git/git-error.ts';
import {hasUncommittedWork, inspectRepository} from '../../source/git/inspect-repository.ts';
import {
	git,
	temporaryDirectory,
	temporaryRepository,
	writeAll,
} from '../helpers/temporary-repository.ts';

afterEach(() => {
	vi.unstubAllEnvs();
});

test('tells root, head and branch, from any directory inside, and whether there is uncommitted work', async () => {
	const {root, head} = await temporaryRepository({'a/b/c.txt': '1\n'});
	expect(await inspectRepository(path.join(root, 'a', 'b'))).toEqual({root, head, branch: 'main'});
	expect(await hasUncommittedWork(root)).toBe(false);
	await writeAll(root, {'new.txt': ''});
	expect(await hasUncommittedWork(root)).toBe(true);
	await rm(path.join(root, 'new.txt'));
	await writeAll(root, {'a/b/c.txt': '2\n'});
	expect(await hasUncommittedWork(root)).toBe(true);
});

test('a detached head has no branch; a linked worktree has its own root', async () => {
	const {root, head} = await temporaryRepository();
	const linked = path.join(path.dirname(root), 'ein Baum für é');
	await git(root, 'worktree', 'add', '--quiet', '--detach', linked);
	expect(await inspectRepository(linked)).toEqual({root: linked, head, branch: undefined});
});

test('looking does not touch the index', async () => {
	const {root} = await temporaryRepository();
	await writeFile(path.join(root, 'readme.md'), 'Hello\n');
	const before = await readFile(path.join(root, '.git', 'index'));
	await inspectRepository(root);
	expect(await hasUncommittedWork(root)).toBe(false);
	expect(await readFile(path.join(root, '.git', 'index'))).toEqual(before);
	expect(await readdir(path.join(root, '.git'))).not.toContain('index.lock');
});

test('GIT_DIR and the like from outside do not lead elsewhere', async () => {
	const {root} = await temporaryRepository();
	const other = await temporaryRepository({'other.txt': ''});
	vi.stubEnv('GIT_DIR', path.join(other.root, '.git'));
	vi.stubEnv('GIT_WORK_TREE', other.root);
	vi.stubEnv('GIT_INDEX_FILE', '/nowhere/index');
	expect(await inspectRepository(root)).toMatchObject({root});
	expect(await hasUncommittedWork(root)).toBe(false);
});

test.for<[name: string, make: (directory: string) => Promise<string>, message: string]>([
	['no directory', async directory => path.join(directory, 'none'), 'The directory DIRECTORY/none does not exist.'],
	['a file', async directory => {
		await writeAll(directory, {file: ''});
		return path.join(directory, 'file');
	}, 'DIRECTORY/file is not a directory.'],
	['no repository', async directory => directory, 'DIRECTORY is not in a git repository. Make it one: git init && git add . && git commit -m "First commit"'],
	['no commit', async directory => {
		await git(directory, 'init', '--quiet');
		return directory;
	}, 'The repository in DIRECTORY has no commit yet. Make one: git add . && git commit -m "First commit"'],
	['bare', async directory => {
		await git(directory, 'init', '--quiet', '--bare');
		return directory;
	}, 'The repository in DIRECTORY is bare: it has no working tree. Clone it, and use the clone.'],
	['inside .git', async directory => {
		await git(directory, 'init', '--quiet');
		return path.join(directory, '.git');
	}, 'DIRECTORY/.git is inside a repository\'s .git directory. Use the repository\'s top directory.'],
])('a directory that cannot be worked in: %s', async ([, make, message]) => {
	const directory = await temporaryDirectory();
	await expect(inspectRepository(await make(directory))).rejects.toThrow(new GitError(message.split('DIRECTORY').join(directory)));
});

test('without git on the PATH, it says what to install', async () => {
	const {root} = await temporaryRepository();
	const empty = path.join(root, 'bin');
	await mkdir(empty);
	vi.stubEnv('PATH', empty);
	await expect(inspectRepository(root)).rejects.toThrow(new GitError('Git is not installed, or not on the PATH. Install git 2.39 or newer.'));
});
