import {
	limitArguments,
	scratchBytes,
	type Ceilings,
	type LimitedCall,
	type SandboxLimits,
} from './limits.ts';
import {mountArguments, type Mount} from './mounts.ts';
import {droppedId, type SandboxForm} from './form.ts';
import type {SandboxPrograms} from './programs.ts';

/**
Where bubblewrap reports: the first process inside, and whether the program was begun.
*/
export const infoFd = 3;
export const statusFd = 4;

/**
Puts a command into the sandbox: the command line that runs it there, and reports to `infoFd` and `statusFd`.
*/
export type Enclose = (command: string[]) => string[];

/**
How a process is kept from the rest of the machine: by being put into a sandbox, or by not being run at all, where that cannot be done. Undefined: not by us.
*/
export type Confinement = Enclose | {problem: string} | undefined;

export type Enclosure = {
	form: SandboxForm;
	programs: SandboxPrograms;
	mounts: Mount[];
	hasNetwork: boolean;
	cwd: string;
	limits: SandboxLimits;
	ceilings: Ceilings;
	call: LimitedCall;
};

const closeUserNamespaces = ['--unshare-user', '--disable-userns', '--cap-drop', 'ALL'];

/**
No `--new-session`: who starts the sandbox makes a session without a terminal, and the process group stays one that can be ended gently.
*/
const namespaces = ['--unshare-pid', '--unshare-ipc', '--unshare-uts', '--unshare-cgroup-try', '--die-with-parent'];

/**
Read-only, but for shared memory: whoever owns a file system in memory could fill it.
*/
const devices = ['--dev', '/dev', '--perms', '1777', '--size', String(scratchBytes), '--tmpfs', '/dev/shm', '--remount-ro', '/dev'];

/**
The form of a sandbox as bubblewrap's arguments.
*/
export function createEnclose({form, programs, mounts, hasNetwork, cwd, limits, ceilings, call}: Enclosure): Enclose {
	const {bwrap, prlimit, setpriv = ''} = programs;
	const kernelSettings = ['--ro-bind', '/proc/sys', '/proc/sys'];
	const limited = ['--chdir', cwd, '--', prlimit, ...limitArguments(limits, ceilings, call), '--'];
	const view = [...devices, '--proc', '/proc', ...(form === 'user' ? kernelSettings : []), ...mountArguments(mounts), '--remount-ro', '/'];
	const outer = [bwrap, ...namespaces, ...(hasNetwork ? [] : ['--unshare-net']), '--info-fd', String(infoFd)];
	const status = ['--json-status-fd', String(statusFd)];
	return form === 'user'
		? command => [...outer, ...closeUserNamespaces, ...status, ...view, ...limited, ...command]
		: command => [
			...outer,
			...view,
			'--chdir',
			cwd,
			'--',
			setpriv,
			`--reuid=${droppedId}`,
			`--regid=${droppedId}`,
			'--clear-groups',
			'--no-new-privs',
			'--inh-caps=-all',
			'--bounding-set=-all',
			bwrap,
			...closeUserNamespaces,
			...status,
			'--dev-bind',
			'/',
			'/',
			...kernelSettings,
			...limited,
			...command,
		];
}
