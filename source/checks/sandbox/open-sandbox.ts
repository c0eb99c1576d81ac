import {
	mkdir,
	mkdtemp,
	readFile,
	rm,
	writeFile,
} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {contains} from './contains.ts';
import {createEnclose, type Enclose} from './enclose.ts';
import {droppedName, homeIn, sandboxEnvironment} from './environment.ts';
import {droppedId, type SandboxForm} from './form.ts';
import {gitMounts} from './git-mounts.ts';
import {handOver, handOverTree} from './hand-over.ts';
import {
	scratchBytes,
	type Ceilings,
	type LimitedCall,
	type SandboxLimits,
} from './limits.ts';
import type {Mount} from './mounts.ts';
import type {SandboxPrograms} from './programs.ts';

/**
What this machine's sandboxes have in common.
*/
export type SandboxHost = {form: SandboxForm; programs: SandboxPrograms; version: string; system: Mount[]; ceilings: Ceilings};

export type SandboxOptions = {
	/**
	The work tree: an absolute path without symbolic links, as those that follow.
	*/
	directory: string;
	/**
	Private to the run.
	*/
	scratch: string;
	readable: string[];
	/**
	Names of the checks that get the network.
	*/
	network: string[];
	limits: SandboxLimits;
};

export type SandboxCall = LimitedCall & {
	check: string;
	/**
	Directories to be written besides the tree and `scratch`, or made in `scratch` since.
	*/
	writable?: string[];
};

/**
A sandbox for the checks of one tree. It is made ready at its first call: until then the tree is left alone.
*/
export type Sandbox = {
	environment: (env: Record<string, string>) => Record<string, string>;
	enclose: (call: SandboxCall) => Promise<Enclose>;
	close: () => Promise<void>;
};

/**
The copy of a list of users or groups with whom the checks run as, to be put over it.
*/
async function withDropped(file: string, line: string, copies: string): Promise<Mount[]> {
	const text = await readFile(file, 'utf8').catch(() => undefined);
	if (text === undefined) {
		return [];
	}

	const source = path.join(copies, path.basename(file));
	await writeFile(source, `${text.trimEnd()}\n${line}\n`);
	return [{how: 'read', at: file, source}];
}

/**
Where root drops its uid: who that is, whose the files are, and that git may read them.
*/
async function settleDropped({directory, scratch}: SandboxOptions, copies: string): Promise<Mount[]> {
	const home = homeIn(scratch);
	await writeFile(path.join(home, '.gitconfig'), '[safe]\n\tdirectory = *\n');
	const [users, groups] = await Promise.all([
		withDropped('/etc/passwd', `${droppedName}:x:${droppedId}:${droppedId}::${home}:/bin/sh`, copies),
		withDropped('/etc/group', `${droppedName}:x:${droppedId}:`, copies),
		handOver(scratch),
		handOverTree(directory),
	]);
	return [...users, ...groups];
}

type View = {mounts: Mount[]; copies: string};

async function makeReady({form, system}: SandboxHost, options: SandboxOptions): Promise<View> {
	const {directory, scratch, readable} = options;
	const copies = await mkdtemp(path.join(tmpdir(), 'autopack-view-'));
	await mkdir(homeIn(scratch));
	const git = await gitMounts(directory, copies);
	return {
		copies,
		mounts: [
			...system,
			{how: 'scratch', at: '/tmp', sizeBytes: scratchBytes},
			{how: 'link', at: '/var/tmp', target: '/tmp'},
			...readable.map((at): Mount => ({how: 'read', at})),
			{how: 'write', at: directory},
			{how: 'write', at: scratch},
			...git,
			...(form === 'dropped' ? await settleDropped(options, copies) : []),
		],
	};
}

/**
Opens a sandbox on a tree: everything is read-only or not there at all, but for the tree, `scratch` and a private `/tmp`.
*/
export function openSandbox(host: SandboxHost, options: SandboxOptions): Sandbox {
	const {form, programs, ceilings} = host;
	const {directory, scratch, network, limits} = options;
	let ready: Promise<View> | undefined;
	return {
		environment: env => sandboxEnvironment(env, {scratch, form}),
		async enclose({check, writable = [], ...call}) {
			ready ??= makeReady(host, options);
			const {mounts} = await ready;
			for (const location of writable) {
				await mkdir(location, {recursive: true});
				await (form === 'dropped' ? handOver(location) : undefined);
			}

			const outside = writable.filter(location => !contains(scratch, location)).map((at): Mount => ({how: 'write', at}));
			return createEnclose({
				form, programs, mounts: [...mounts, ...outside], hasNetwork: network.includes(check), cwd: directory, limits, ceilings, call,
			});
		},
		async close() {
			const view = await ready?.catch(() => undefined);
			await (view ? rm(view.copies, {recursive: true, force: true}) : undefined);
		},
	};
}
