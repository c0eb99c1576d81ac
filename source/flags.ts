import type {SettingName} from './settings.ts';

/**
The command line, as `--help` prints it and `docs/configuration.md` explains it.
*/
export const helpText = `
	Usage
	  $ autopack <command> [options]

	Commands
	  tui --run-id X          Execute run X with the live terminal UI; without --run-id, list the runs to choose from
	  run PLAN                Create the run of a plan file (JSON or YAML) and execute it
	  demo                    Watch a whole run: real git, checks, gate and landing, with scripted models; needs no key
	  runs                    List the runs
	  show X [PHASE]          One run, or one phase with its evidence, diff, findings and costs
	  gate --run X            Judge a recorded run again, by another policy; nothing is run
	  patch apply [FILE]      Apply a patch in any format, of FILE or standard input: all of it, or nothing and exit code 1
	  serve                   The Supervisor API on its own, on 127.0.0.1:8000
	  doctor                  What this machine and workspace have and lack, and where each setting comes from

	Running
	  --run-id X              The run to execute
	  --workspace DIR         The git repository to work on [.]
	  --yes                   No questions: what the policy leaves to --yes is approved and recorded as such, the rest stays BLOCKED
	  --read-only             Watch only: every action is disabled
	  --json                  One JSON event a line instead of the terminal UI
	  --max-iterations N      Begin at most N phases, then stop
	  --max-attempts N        Attempts of the Builder at each phase [3]
	  --strictness LEVEL      Of the gate: lenient, normal or strict [normal]
	  --stop-on-failure       Begin no other phase after one that is not COMPLETE
	  --no-dual-auditor       One auditor, also for high-risk phases
	  --poll-interval SECONDS Between questions to a Supervisor that is still planning the run [10]

	Patch
	  --dir DIR               The directory that patch apply works on, in a git repository or not [.]
	  --check                 Say what would be done, and write nothing

	Gate
	  --policy FILE           The policy to judge by (the "gate" of a configuration file) [the configuration's]

	Models
	  --openai-key KEY        [$OPENAI_API_KEY]  Keys on the command line are visible to other users: prefer the environment
	  --anthropic-key KEY     [$ANTHROPIC_API_KEY]
	  --openai-base-url URL   Any compatible server; needs no key [$OPENAI_BASE_URL]
	  --anthropic-base-url URL [$ANTHROPIC_BASE_URL]
	  --builder-model NAME    For every phase; by default by provider and complexity
	  --auditor-model NAME

	Supervisor
	  --api-url URL           A remote or classic Supervisor; without it the embedded one [$AUTOPACK_API_URL]
	  --api-key KEY           Its key [$AUTOPACK_API_KEY]
	  --host HOST --port N    Where serve listens [127.0.0.1:8000]

	Display
	  --no-color              Also by NO_COLOR
	  --ascii                 No characters beyond ASCII
	  --version, --help

	Exit codes
	  0 every phase COMPLETE   1 phases FAILED, BLOCKED, SKIPPED or still open   2 usage or configuration
	  3 an answer was needed and nobody could give it   4 Supervisor, provider or environment unreachable or refusing
	  5 budget used up   130/143/129 interrupted by INT, TERM or HUP
`;

export const flags = {
	runId: {type: 'string'},
	apiUrl: {type: 'string'},
	apiKey: {type: 'string'},
	openaiKey: {type: 'string'},
	anthropicKey: {type: 'string'},
	openaiBaseUrl: {type: 'string'},
	anthropicBaseUrl: {type: 'string'},
	builderModel: {type: 'string'},
	auditorModel: {type: 'string'},
	dualAuditor: {type: 'boolean'},
	workspace: {type: 'string'},
	pollInterval: {type: 'number'},
	maxIterations: {type: 'number'},
	maxAttempts: {type: 'number'},
	strictness: {type: 'string'},
	stopOnFailure: {type: 'boolean'},
	yes: {type: 'boolean'},
	json: {type: 'boolean'},
	readOnly: {type: 'boolean'},
	color: {type: 'boolean'},
	ascii: {type: 'boolean'},
	host: {type: 'string'},
	port: {type: 'number'},
	keep: {type: 'boolean'},
	speed: {type: 'string'},
	dir: {type: 'string'},
	check: {type: 'boolean'},
	run: {type: 'string'},
	policy: {type: 'string'},
} as const;

/**
Flags that are no setting: they belong to one command.
*/
export type CommandFlags = {runId?: string; host?: string; port?: number; keep?: boolean; speed?: string; dir?: string; check?: boolean; run?: string; policy?: string};

export const commandFlagNames = ['runId', 'host', 'port', 'keep', 'speed', 'dir', 'check', 'run', 'policy'] as const satisfies Array<Exclude<keyof typeof flags, SettingName>>;

/**
A flag as it is typed: `maxAttempts` is `--max-attempts`.
*/
export const optionName = (flag: string): string =>
	`${flag.length === 1 ? '-' : '--'}${flag.replaceAll(/[A-Z]/gv, letter => `-${letter.toLowerCase()}`)}`;
