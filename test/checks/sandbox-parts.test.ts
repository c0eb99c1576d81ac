import {
	chmod,
	mkdir,
	symlink,
	writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import {afterAll, expect, test} from 'vitest';
import {chooseForm} from '../../source/checks/sandbox/form.ts';
import {gitMounts, withoutSecrets} from '../../source/checks/sandbox/git-mounts.ts';
import {limitArguments, readCeilings} from '../../source/checks/sandbox/limits.ts';
import {mountArguments} from '../../source/checks/sandbox/mounts.ts';
import {readablePaths} from '../../source/checks/sandbox/readable-paths.ts';
import {createDirectory, removeDirectories} from '../helpers/check-project.ts';
import {commitAll, git} from '../helpers/temporary-repository.ts';

afterAll(removeDirectories);

const [all, withoutOverride] = ['000001ffffffffff', '000001fffffffffd'];

test.each([
	['root of a machine', 0, '         0          0 4294967295\n', 'dropped'],
	['root of a namespace that has nobody else', 0, '         0       1000          1\n', 'user'],
	['root of a rootless container', 0, '         0       1000          1\n         1     100000      65536\n', 'dropped'],
	['somebody', 1000, '         0          0 4294967295\n', 'user'],
] as const)('%s', (_, uid, map, form) => {
	expect(chooseForm(uid, map, `Name:\tnode\nCapEff:\t${all}\n`)).toBe(form);
	expect(chooseForm(uid, map, `CapEff:\t${withoutOverride}\n`)).toBe('user');
	expect(chooseForm(uid, map, '')).toBe('user');
});

test('no limit is above what autopack itself may use', () => {
	const ceilings = readCeilings(`Limit                     Soft Limit           Hard Limit           Units     
Max cpu time              unlimited            unlimited            seconds   
Max file size             1024                 4096                 bytes     
Max processes             100                  2000                 processes 
`);
	expect(limitArguments({memoryMb: 1, cpuSeconds: 7, processes: 3000}, ceilings, {timeoutMs: 1, isPython: true}))
		.toEqual(['--data=1048576', '--as=1048576', '--cpu=7', '--nproc=2000', '--fsize=4096', '--core=0']);
});

test('git\'s configuration keeps what a repository cannot be read without', () => {
	expect(withoutSecrets([
		'[core]',
		'\tbare = false',
		'[remote "origin"]',
		'\turl = https://me:token@example.org/a',
		'[extensions]',
		'\tworktreeConfig = true',
		'[http "https://example.org"]',
		'\textraheader = AUTHORIZATION: basic abc',
		'[CORE]',
		'\tfilemode = true',
		'[corex]',
		'\ta = b',
	].join('\n'))).toBe('[core]\n\tbare = false\n[extensions]\n\tworktreeConfig = true\n[CORE]\n\tfilemode = true\n');
});

test('directories above a mount point are made for everybody, once, and not in what is shown', () => {
	expect(mountArguments([
		{how: 'read', at: '/usr'},
		{how: 'scratch', at: '/tmp', sizeBytes: 5},
		{how: 'read', at: '/usr/local/a', source: '/b'},
		{how: 'write', at: '/tmp/one/tree'},
		{how: 'write', at: '/tmp/one/scratch'},
		{how: 'hide-file', at: '/tmp/one/tree/.env'},
		{how: 'link', at: '/var/tmp', target: '/tmp'},
	])).toEqual([
		'--ro-bind-try',
		'/usr',
		'/usr',
		'--perms',
		'1777',
		'--size',
		'5',
		'--tmpfs',
		'/tmp',
		'--ro-bind-try',
		'/b',
		'/usr/local/a',
		'--perms',
		'0755',
		'--dir',
		'/tmp/one',
		'--bind',
		'/tmp/one/tree',
		'/tmp/one/tree',
		'--bind',
		'/tmp/one/scratch',
		'/tmp/one/scratch',
		'--ro-bind',
		'/dev/null',
		'/tmp/one/tree/.env',
		'--perms',
		'0755',
		'--dir',
		'/var',
		'--symlink',
		'/tmp',
		'/var/tmp',
	]);
});

test('the search paths are readable, with their libraries; the checkout is not, but for an environment in it', async () => {
	const root = await createDirectory();
	const at = (name: string) => path.join(root, name);
	const names = ['tools/bin', 'tools/lib', 'tools/share', 'manager/shims', 'checkout/src', 'checkout/.venv/lib/site-packages', 'python/bin', 'modules', 'named', 'store/real'];
	await Promise.all(names.map(async name => mkdir(at(name), {recursive: true})));
	await Promise.all([symlink(at('store/real'), at('linked')), symlink(at('python/bin/python3'), at('alias')), writeFile(at('python/bin/python3'), '')]);
	const found = await readablePaths({
		env: {PATH: [at('tools/bin'), at('manager/shims'), '/usr/bin', 'relative', '/', at('missing/bin')].join(':'), PYTHONPATH: [at('modules'), at('checkout/src'), at('checkout'), at('linked')].join(':')},
		workspace: at('checkout'),
		named: [at('named'), '/'],
		interpreters: [{python: at('alias'), prefixes: [at('checkout/.venv'), '/usr'], paths: [at('checkout/.venv/lib/site-packages'), at('checkout/src')]}],
	});
	expect(found.toSorted()).toEqual([
		at('alias'), at('checkout/.venv'), at('linked'), at('manager'), at('modules'), at('named'), at('python/bin/python3'), at('store/real'), at('tools/bin'), at('tools/lib'),
	]);
});

test('a `.git` file that the repository knows nothing of shows nothing', async () => {
	const root = await createDirectory();
	const [repository, tree, secret, copies] = ['repository', 'tree', 'secret', 'copies'].map(name => path.join(root, name));
	await Promise.all([repository!, secret!, copies!].map(async directory => mkdir(directory)));
	await git(repository!, 'init', '--quiet');
	await commitAll(repository!);
	await git(repository!, 'worktree', 'add', '--quiet', '--detach', tree!);
	const shown = async () => (await gitMounts(tree!, copies!)).map(({at}) => at).filter(at => at !== '/etc/gitconfig');
	expect(await shown()).toEqual([`${repository}/.git`, `${tree}/.git`, `${repository}/.git/config`]);
	await writeFile(path.join(tree!, '.git'), `gitdir: ${secret}\n`);
	expect(await shown()).toEqual([`${tree}/.git`]);
	await writeFile(path.join(secret!, 'gitdir'), `${repository}/.git\n`);
	await writeFile(path.join(secret!, 'commondir'), '..\n');
	await chmod(secret!, 0o755);
	expect(await shown()).toEqual([`${tree}/.git`]);
});
