import {once} from 'node:events';
import {onTestFinished} from 'vitest';
import {startIn, type SmallWorkspace} from './small-workspace.ts';

export type Serve = {
	url: string;
	port: number;
	/**
	Ends it at once, without a word to anybody.
	*/
	kill: () => Promise<void>;
};

/**
`autopack serve` on the workspace's journal, in a process of its own, until the test ends.
*/
export async function startServe({root, sandbox}: Pick<SmallWorkspace, 'root' | 'sandbox'>, {port = 0, key}: {port?: number; key?: string} = {}): Promise<Serve> {
	const child = startIn(sandbox, ['serve', '--port', String(port)], {cwd: root, ...key && {env: {AUTOPACK_API_KEY: key}}});
	const kill = async () => {
		child.kill('SIGKILL');
		await child.ended;
	};

	onTestFinished(kill);
	const line = await Promise.race([once(child.stdout.setEncoding('utf8'), 'data'), child.ended]);
	const url = /http:\/\/\S+?(?=[,;])/v.exec(JSON.stringify(line))?.[0];
	if (url === undefined) {
		throw new Error(`autopack serve did not start: ${JSON.stringify(line)}`);
	}

	return {url, port: Number(new URL(url).port), kill};
}
