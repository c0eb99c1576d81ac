import {
	mkdir,
	mkdtemp,
	readdir,
	readFile,
	readlink,
	realpath,
	rm,
	writeFile,
} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {childEnvironment} from '../process/child-environment.ts';
import {runProcess, type ProcessResult} from '../process/run-process.ts';
import {chooseForm, droppedId} from './form.ts';
import {readCeilings, type SandboxLimits} from './limits.ts';
import {openSandbox, type SandboxHost} from './open-sandbox.ts';
import {findPrograms, type SandboxPrograms} from './programs.ts';
import {readablePaths} from './readable-paths.ts';
import {systemMounts} from './system-mounts.ts';

const timeoutMs = 15_000;
const namespaces = ['mnt', 'pid', 'net', 'ipc', 'user'];
const waysOut = 'where autopack itself runs in a container or a machine of its own, set sandbox: container in .autopackrc; with sandbox: off, what models write runs as you, with your files and your network';
const wayIn = `install it, such as with: apt-get install bubblewrap; ${waysOut}`;

/**
`problem` says in one sentence why no check can be run in a sandbox here.
*/
export type Readiness = {host: SandboxHost} | {problem: string; wayOut: string};

export type ProbeOptions = {
	env: Readonly<Record<string, string | undefined>>;
	workspace: string;
	named: string[];
	limits: SandboxLimits;
};

/**
Prints a line for each thing that is not as it should be: $1 lies outside, $2 is the uid, the rest are namespaces of outside.
*/
const script = `
say() { echo "$*"; }
: > inside || say "the work tree cannot be written"
: > "$TMPDIR/inside" || say "the directory for temporary files cannot be written"
: > /tmp/inside || say "/tmp cannot be written"
[ -e "$1/secret" ] && say "files outside of the work tree can be read"
(: > "$1/outside") 2>/dev/null
(: > /usr/autopack-probe) 2>/dev/null && rm -f /usr/autopack-probe && say "/usr can be written"
[ "$(id -u)" = "$2" ] || say "the user is $(id -u), not $2"
grep -q '^CapEff:[[:space:]]*0*$' /proc/self/status || say "capabilities are left"
grep -q '^NoNewPrivs:[[:space:]]*1$' /proc/self/status || say "privileges can be gained"
unshare --user true 2>/dev/null && say "user namespaces can be made"
shift 2
for name in ${namespaces.join(' ')}; do
	[ "$(readlink /proc/self/ns/$name)" = "$1" ] && say "the $name namespace is the machine's"
	shift
done
say done
`;

function versionProblem(output: string): string | undefined {
	const {major = '', minor = ''} = /bubblewrap (?<major>\d+)\.(?<minor>\d+)/v.exec(output)?.groups ?? {};
	const isNew = Number(major) > 0 || Number(minor) >= 8;
	return isNew ? undefined : `bubblewrap 0.8 or later is needed, not ${output.trim() || 'one that does not say its version'}`;
}

/**
Ubuntu lets no program make user namespaces that AppArmor has no profile for.
*/
async function restrictionHint(): Promise<string> {
	const text = await readFile('/proc/sys/kernel/apparmor_restrict_unprivileged_userns', 'utf8').catch(() => '');
	return text.trim() === '1' ? ' (AppArmor keeps it from making user namespaces here: it wants a profile for bwrap, see docs/sandbox.md)' : '';
}

async function judge({end, exitCode, output}: ProcessResult, root: string): Promise<string | undefined> {
	const lines = output.trim().split('\n');
	if (end === 'exited' && exitCode === 0 && lines.at(-1) === 'done') {
		const files = await readdir(root);
		const problems = [...lines.slice(0, -1), ...(files.includes('outside') ? ['files outside of the work tree can be written'] : [])];
		return problems.length === 0 ? undefined : `bubblewrap does not confine as it should: ${problems.join('; ')}`;
	}

	const hint = process.getuid?.() === 0 ? '' : await restrictionHint();
	return `bubblewrap does not work here: ${lines.at(-1) || `it ended with ${end} (exit code ${exitCode})`}${hint}`;
}

/**
Runs the script in a sandbox as checks get it, on a directory for the purpose.
*/
async function tryHost(host: SandboxHost, {env, workspace, named, limits}: ProbeOptions): Promise<string | undefined> {
	const root = await realpath(await mkdtemp(path.join(tmpdir(), 'autopack-probe-')));
	const [directory, scratch] = [path.join(root, 'tree'), path.join(root, 'scratch')];
	try {
		await Promise.all([mkdir(directory), mkdir(scratch), writeFile(path.join(root, 'secret'), '')]);
		const readable = await readablePaths({
			env, workspace, named, interpreters: [],
		});
		const sandbox = openSandbox(host, {
			directory, scratch, readable, network: [], limits,
		});
		try {
			const outside = await Promise.all(namespaces.map(async name => readlink(`/proc/self/ns/${name}`).catch(() => 'none')));
			const uid = host.form === 'dropped' ? droppedId : process.getuid!();
			return await judge(await runProcess(['/bin/sh', '-c', script, 'sh', root, String(uid), ...outside], {
				cwd: directory,
				env: sandbox.environment(childEnvironment(env)),
				timeoutMs,
				signal: new AbortController().signal,
				maxOutputBytes: 16_384,
				confinement: await sandbox.enclose({check: 'probe', timeoutMs}),
			}), root);
		} finally {
			await sandbox.close();
		}
	} finally {
		await rm(root, {recursive: true, force: true});
	}
}

async function versionOf({bwrap}: SandboxPrograms, {env, workspace}: ProbeOptions): Promise<string> {
	const {output} = await runProcess([bwrap, '--version'], {
		cwd: workspace, env: childEnvironment(env), timeoutMs, signal: new AbortController().signal, maxOutputBytes: 1024,
	});
	return output.trim();
}

async function probe(options: ProbeOptions): Promise<Readiness> {
	if (process.platform !== 'linux') {
		return {problem: 'bubblewrap needs Linux', wayOut: waysOut};
	}

	const [uidMap, status, ownLimits] = await Promise.all(['uid_map', 'status', 'limits'].map(async name => readFile(`/proc/self/${name}`, 'utf8').catch(() => '')));
	const form = chooseForm(process.getuid!(), uidMap!, status!);
	const programs = await findPrograms(form, options.env.PATH);
	if ('missing' in programs) {
		const names = programs.missing.map(name => name === 'bwrap' ? 'bubblewrap' : `${name} (of util-linux)`);
		return {problem: `${names.join(' and ')} ${names.length === 1 ? 'is' : 'are'} not installed`, wayOut: wayIn};
	}

	const [version, system] = await Promise.all([versionOf(programs, options), systemMounts()]);
	const host = {
		form, programs, version, system, ceilings: readCeilings(ownLimits!),
	};
	const problem = versionProblem(version) ?? await tryHost(host, options);
	return problem === undefined ? {host} : {problem, wayOut: waysOut};
}

const answers = new Map<string, Promise<Readiness>>();

/**
Whether checks can be run in a sandbox on this machine: a script tries to get out of one. The answer is kept for the life of this process.
*/
export async function probeSandbox(options: ProbeOptions): Promise<Readiness> {
	const key = JSON.stringify([options.env.PATH, options.named, options.limits]);
	const answer = answers.get(key) ?? probe(options);
	answers.set(key, answer);
	return answer;
}
