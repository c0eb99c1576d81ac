import {spawn} from 'node:child_process';
import {
	chmod,
	cp,
	mkdir,
	readFile,
	writeFile,
} from 'node:fs/promises';
import {createServer} from 'node:net';
import {once} from 'node:events';
import path from 'node:path';
import process from 'node:process';
import {execa} from 'execa';
import {onTestFinished} from 'vitest';
import {createDirectory} from './check-project.ts';
import {commitAll, git} from './temporary-repository.ts';

const project = path.join(import.meta.dirname, '../fixtures/sandbox/project');
const key = 'sk-break-out-1234567890';

export const limits = {memoryMb: 1024, processes: 64, fileMb: 16};

/**
A repository with a worktree that holds tests which try to get out, and what they aim at. Everything belongs to `uid`, and is open to everybody: only the sandbox is in their way.
*/
export async function prepareBreakOut(uid: number) {
	const root = await createDirectory();
	const at = (name: string) => path.join(root, name);
	const [checkout, tree, outside, home] = [at('checkout'), at('worktrees/tree'), at('outside'), at('home')];
	await Promise.all([cp(project, checkout, {recursive: true}), mkdir(outside), mkdir(path.join(home, '.ssh'), {recursive: true}), mkdir(at('cache'))]);
	await git(checkout, 'init', '--quiet', '--initial-branch=main');
	await git(checkout, 'config', 'remote.origin.url', 'https://user:a-token@example.org/repository');
	const head = await commitAll(checkout, 'the base');
	await git(checkout, 'worktree', 'add', '--quiet', '--detach', tree);
	await Promise.all([
		writeFile(path.join(checkout, '.env'), `OPENAI_API_KEY=${key}\n`),
		writeFile(path.join(outside, 'victim'), 'still here\n'),
		writeFile(path.join(home, '.ssh/id_ed25519'), key),
	]);
	const {victim, kill} = await startVictim(uid);
	const listener = await listen(path.join(outside, 'socket'));
	onTestFinished(async () => {
		kill();
		listener.close();
	});
	await chmod(root, 0o755);
	await execa('chown', ['-hR', String(uid), root]);
	await execa('chmod', ['-R', 'a+rwX', outside, home]);
	const mark = `daemon-${path.basename(root)}`;
	const aims = {
		outside, home, checkout, victim, mark, port: listener.port, system: `/usr/share/${path.basename(root)}`, reversedKey: [...key].toReversed().join(''), ...limits,
	};
	return {
		root, checkout, tree, head, cache: at('cache'), aims, mark,
		left: async () => ({
			connections: listener.connections(),
			victim: await readFile(`/proc/${victim}/cmdline`, 'utf8').then(text => text.split('\0')).catch(() => ['dead']),
			files: await execa('ls', ['-A', outside]).then(({stdout}) => stdout.split('\n')),
			gitFile: await readFile(path.join(tree, '.git'), 'utf8'),
			hooks: await readFile(path.join(checkout, '.git/hooks/pre-commit'), 'utf8').catch(() => 'none'),
		}),
	};
}

/**
A process like autopack's: with a key in its environment.
*/
async function startVictim(uid: number): Promise<{victim: number; kill: () => void}> {
	const child = spawn('sleep', ['300'], {
		uid, stdio: 'ignore', env: {PATH: process.env.PATH, OPENAI_API_KEY: key},
	});
	await once(child, 'spawn');
	return {
		victim: child.pid!,
		kill() {
			child.kill('SIGKILL');
		},
	};
}

async function listen(socketPath: string) {
	let connections = 0;
	const count = () => createServer(socket => {
		connections++;
		socket.destroy();
	});
	const [tcp, local] = [count(), count()];
	tcp.listen(0, '127.0.0.1');
	local.listen(socketPath);
	await Promise.all([once(tcp, 'listening'), once(local, 'listening')]);
	const address = tcp.address();
	return {
		port: typeof address === 'object' ? address!.port : 0,
		connections: () => connections,
		close() {
			tcp.close();
			local.close();
		},
	};
}
