import type {Readable} from 'node:stream';

/**
What bubblewrap reports while a program runs in it.
*/
export type SandboxStatus = {
	/**
	The first process inside, as it is called outside: with its end, all others have ended. Undefined when there was none yet.
	*/
	firstProcess: () => number | undefined;
	/**
	False when the sandbox could not be made, so what was printed and the exit code are bubblewrap's own.
	*/
	hasBegun: () => boolean;
};

/**
Reads the two pipes of `infoFd` and `statusFd`; the programs inside do not have them.
*/
export function readStatus(info: Readable, status: Readable): SandboxStatus {
	const texts = {info: '', status: ''};
	info.on('data', (chunk: Uint8Array) => {
		texts.info += String(chunk);
	});
	status.on('data', (chunk: Uint8Array) => {
		texts.status += String(chunk);
	});
	return {
		firstProcess() {
			const pid = /"child-pid": (?<pid>\d+)/v.exec(texts.info)?.groups?.pid;
			return pid === undefined ? undefined : Number(pid);
		},
		hasBegun: () => texts.status.includes('"exit-code"'),
	};
}
