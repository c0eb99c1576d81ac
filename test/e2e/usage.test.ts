import {readFile} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import {execa} from 'execa';
import {expect, test} from 'vitest';
import {bundle} from '../helpers/autopack.ts';
import {
	approval,
	goodModels,
	startModels,
	wholeFile,
} from '../helpers/models-server.ts';
import {createSandbox} from '../helpers/sandbox.ts';
import {
	ends,
	eventsOf,
	landed,
	smallPlan,
	smallWorkspace,
	snapshot,
	runIn,
	stateOf,
} from '../helpers/small-workspace.ts';
import {
	commitAll,
	git,
	temporaryDirectory,
	writeAll,
} from '../helpers/temporary-repository.ts';

const plan = JSON.stringify(smallPlan());

/**
A directory that is no usable repository, and what `runs` and `run` say there.
*/
async function refusalsIn(prepare: (directory: string) => Promise<unknown>) {
	const directory = await temporaryDirectory();
	await prepare(directory);
	const sandbox = await createSandbox();
	await writeAll(sandbox.home, {'plan.json': plan});
	const env = {OPENAI_BASE_URL: 'http://127.0.0.1:9/v1'};
	const [runs, run] = await Promise.all([['runs'], ['run', path.join(sandbox.home, 'plan.json')]].map(async args => runIn(sandbox, args, {cwd: directory, env})));
	return {
		directory, codes: [runs!.exitCode, run!.exitCode], out: [runs!.stdout, run!.stdout], said: runs!.stderr, isSame: runs!.stderr === run!.stderr,
	};
}

test.each([
	{what: 'no repository', prepare: async () => undefined, words: [/is not in a git repository/v, /git init/v]},
	{what: 'an empty repository', prepare: async (directory: string) => git(directory, 'init', '--quiet'), words: [/has no commit yet/v, /git commit/v]},
	{what: 'a bare repository', prepare: async (directory: string) => git(directory, 'init', '--quiet', '--bare'), words: [/is bare/v, /Clone it/v]},
])('$what: a sentence with the directory and the way out, and exit code 2', async ({prepare, words}) => {
	const {directory, codes, out, said, isSame} = await refusalsIn(prepare);
	expect({
		codes, out, isSame, lines: said.split('\n').length,
	}).toEqual({
		codes: [2, 2], out: ['', ''], isSame: true, lines: 1,
	});
	for (const word of [directory, ...words]) {
		expect(said).toMatch(word);
	}
});

test('detached HEAD: the run starts from the commit that is checked out', async () => {
	const {url} = await startModels();
	const workspace = await smallWorkspace({url});
	const {root, head} = workspace;
	await writeAll(root, {'later.txt': 'not checked out\n'});
	await commitAll(root, 'Later');
	await git(root, 'checkout', '--quiet', '--detach', head);
	const before = await snapshot(root);
	expect(await workspace.run(['run', workspace.planFile])).toMatchObject({exitCode: 0, stderr: ''});
	expect(await snapshot(root)).toEqual(before);
	const {base} = await stateOf(root);
	expect(base).toBe(head);
	expect(await landed(root, head)).toEqual(['one']);
});

test('uncommitted work is left exactly as it is, and is no part of the run', async () => {
	const {url} = await startModels(asked => asked.role === 'builder' ? wholeFile('notes.txt', 'the model\'s') : goodModels(asked));
	const workspace = await smallWorkspace({url, files: {'notes.txt': 'one\n', 'gone.txt': 'here\n', 'both.txt': 'a\n'}});
	const {root, head} = workspace;
	await writeAll(root, {'stashed.txt': 'put away\n'});
	await git(root, 'stash', 'push', '--quiet', '--include-untracked');
	await writeAll(root, {
		'notes.txt': 'mine, not committed\n', 'staged.txt': 'staged\n', 'both.txt': 'staged\n', 'untracked.txt': 'untracked\n',
	});
	await git(root, 'rm', '--quiet', 'gone.txt');
	await git(root, 'add', 'staged.txt', 'both.txt');
	await writeAll(root, {'both.txt': 'and changed again\n'});
	const before = await snapshot(root);
	expect(before.status.split('\n')).toHaveLength(5);
	const {exitCode} = await workspace.run(['run', workspace.planFile]);
	expect(exitCode).toBe(0);
	expect(await snapshot(root)).toEqual(before);
	expect(await git(root, 'diff', '--name-status', head, 'autonomous/small')).toBe('M\tnotes.txt');
	expect(await git(root, 'show', 'autonomous/small:notes.txt')).toBe('the model\'s');
});

test('an unknown run: the nearest names and exit code 2, for tui and show; without a run id tui lists the runs', async () => {
	const {url} = await startModels();
	const workspace = await smallWorkspace({url});
	await workspace.run(['run', workspace.planFile]);
	const [tui, show, list, none, argument] = await Promise.all([
		workspace.run(['tui', '--run-id', 'smal']),
		workspace.run(['show', 'smal']),
		workspace.run(['tui']),
		workspace.run(['tui', '--run-id']),
		workspace.run(['tui', 'small']),
	]);
	expect(tui).toEqual({exitCode: 2, stdout: '', stderr: 'autopack: This workspace has no run smal; did you mean small?'});
	expect(show).toMatchObject({exitCode: 2, stdout: ''});
	expect(show.stderr).toMatch(/run "smal" is not in the journal.*small.*autopack runs/v);
	expect(list).toMatchObject({exitCode: 0, stderr: ''});
	expect(list.stdout).toMatch(/^small\s+DONE_SUCCESS\s+1\/1.*\n\nChoose one: autopack tui --run-id X$/mv);
	expect(none).toEqual({exitCode: 2, stdout: '', stderr: 'autopack: --run-id needs a value. See autopack --help.'});
	expect(argument.stderr).toMatch(/did you mean: autopack tui --run-id small\?/v);
});

test('unknown commands, options and arguments are named, with the nearest', async () => {
	const {run} = await smallWorkspace();
	const answers = await Promise.all([
		['demmo'],
		['zzzzzz'],
		['runs', '--workspac', '.'],
		['runs', '--zzzzzzzz'],
		['runs', 'extra'],
		['run', '--max-attempts', 'few', 'x'],
		['runs', '--strictness', 'hard'],
		['serve', '--port', '99999'],
		['run'],
		['show'],
	].map(async args => run(args)));
	expect(answers.map(({exitCode, stdout}) => ({exitCode, stdout}))).toEqual(answers.map(() => ({exitCode: 2, stdout: ''})));
	expect(answers.map(({stderr}) => stderr)).toEqual([
		'autopack: there is no command "demmo"; did you mean demo? See autopack --help.',
		'autopack: there is no command "zzzzzz". See autopack --help.',
		'autopack: there is no option --workspac; did you mean --workspace? See autopack --help.',
		'autopack: there is no option --zzzzzzzz. See autopack --help.',
		'autopack: autopack runs has no use for "extra". See autopack --help.',
		'autopack: --max-attempts: expected number, received NaN. See autopack --help.',
		'autopack: --strictness: Invalid option: expected one of "lenient"|"normal"|"strict". See autopack --help.',
		'autopack: --port is a number from 0 (any free port) to 65535.',
		'autopack: autopack run needs a plan file: autopack run PLAN.json',
		'autopack: autopack show needs a run id: autopack show X [PHASE]',
	]);
});

test('--help and --version, anywhere on the line; no command at all is help with exit code 2', async () => {
	const {run} = await smallWorkspace();
	const {version} = JSON.parse(await readFile(path.join(import.meta.dirname, '../../package.json'), 'utf8')) as {version: string};
	const [help, late, ownVersion, lateVersion, nothing] = await Promise.all([['--help'], ['runs', '--help'], ['--version'], ['runs', '--version'], []].map(async args => run(args)));
	expect(help).toMatchObject({exitCode: 0, stderr: ''});
	expect(help!.stdout).toMatch(/autopack <command> \[options\][\s\S]*Exit codes[\s\S]*5 budget used up/v);
	expect(late).toEqual(help);
	expect(nothing).toEqual({...help, exitCode: 2});
	expect(ownVersion).toEqual({exitCode: 0, stdout: version, stderr: ''});
	expect(lateVersion).toEqual(ownVersion);
});

const tier = {tier_id: 't1', tier_index: 0, name: 'First'};
const phase = {
	phase_id: 'one', phase_index: 0, tier_id: 't1', name: 'One',
};

test.each([
	{
		what: 'no JSON', file: 'plan.json', text: '{\n"run": {"run_id": "x"},\n"phases": [\n', problems: [/^ {2}line 4: Flow sequence /mv, /^ {2}line 4: Flow map /mv],
	},
	{
		what: 'no YAML', file: 'plan.yaml', text: 'run:\n  run_id: x\nphases: a: b\n', problems: [/^ {2}line 3: /mv],
	},
	{
		what: 'JSON of another shape',
		file: 'plan.json',
		text: JSON.stringify({run: {run_id: 'a b', token_cap: 'many'}, tiers: [tier], phases: [{...phase, name: undefined, complexity: 'huge'}]}, undefined, 1),
		problems: [
			/^ {2}line 3: run\.run_id: letters, digits, /mv,
			/^ {2}line 4: run\.token_cap: expected number, received string$/mv,
			/^ {2}line \d+: phases\[0\]\.name: is missing$/mv,
			/^ {2}line \d+: phases\[0\]\.complexity: Invalid option: expected one of "low"\|"medium"\|"high"$/mv,
		],
	},
	{
		what: 'YAML of another shape', file: 'plan.yaml', text: 'run: {run_id: ..}\ntiers:\n  - {tier_id: 1}\n', problems: [
			/^ {2}line 1: run\.run_id: /mv,
			/^ {2}line 3: tiers\[0\]\.tier_id: expected string, received number$/mv,
			/^ {2}line 3: tiers\[0\]\.tier_index: is missing$/mv,
			/^ {2}line 3: tiers\[0\]\.name: is missing$/mv,
		],
	},
	{
		what: 'a run id that no branch can have', file: 'plan.yaml', text: JSON.stringify({run: {run_id: 'a..b'}, tiers: [tier], phases: [phase]}),
		problems: [/^ {2}line 1: run\.run_id: .*it names a branch$/mv],
	},
	{
		what: 'duplicate ids and an unknown tier',
		file: 'plan.json',
		text: JSON.stringify({run: {run_id: 'x'}, tiers: [tier, tier], phases: [phase, phase, {...phase, phase_id: 'two', tier_id: 't9'}]}, undefined, 1),
		problems: [
			/^ {2}line \d+: tiers\[1\]\.tier_id: a second tier "t1"$/mv,
			/^ {2}line \d+: phases\[1\]\.phase_id: a second phase "one"$/mv,
			/^ {2}line \d+: phases\[2\]\.tier_id: there is no tier "t9"$/mv,
		],
	},
	{
		what: 'no phases', file: 'plan.yaml', text: 'run: {run_id: x}\n', problems: [/^ {2}line 1: phases: the plan has no phases$/mv],
	},
])('an invalid plan, $what: each error with its line and path, exit code 2, no run', async ({file, text, problems}) => {
	const {run, directory} = await smallWorkspace({url: 'http://127.0.0.1:9'});
	await writeAll(directory, {[file]: text});
	const {exitCode, stdout, stderr} = await run(['run', path.join(directory, file)]);
	expect({exitCode, stdout}).toEqual({exitCode: 2, stdout: ''});
	expect(stderr).toMatch(/^autopack: .* is no valid plan:$/mv);
	for (const problem of problems) {
		expect(stderr).toMatch(problem);
	}

	expect(stderr.split('\n')).toHaveLength(problems.length + 1);
	expect((await run(['runs'])).stdout).toMatch(/^There are no runs yet/v);
});

test('a plan file that is missing, or no file', async () => {
	const {run, root} = await smallWorkspace({url: 'http://127.0.0.1:9'});
	expect(await run(['run', 'missing.json'])).toEqual({exitCode: 2, stdout: '', stderr: 'autopack: there is no plan file missing.json.'});
	expect(await run(['run', root])).toMatchObject({exitCode: 2, stdout: '', stderr: expect.stringMatching(/cannot be read: EISDIR/v) as string});
});

test('the same plan again goes on with the run; another plan of the same run id is refused', async () => {
	const {url, asked} = await startModels();
	const workspace = await smallWorkspace({url, plan: smallPlan([{}, {}])});
	const {root, head, directory} = workspace;
	expect(await workspace.run(['run', workspace.planFile, '--max-iterations', '1'])).toMatchObject({exitCode: 1});
	expect(await landed(root, head)).toEqual(['one']);
	const again = await workspace.run(['run', workspace.planFile]);
	expect(again.exitCode).toBe(0);
	expect(await landed(root, head)).toEqual(['one', 'two']);
	expect(asked.filter(({role}) => role === 'builder').map(({phase: name}) => name)).toEqual(['one', 'two']);
	await writeAll(directory, {'other.json': JSON.stringify(smallPlan([{}, {}, {}]))});
	const before = {snapshot: await snapshot(root), events: await eventsOf(root)};
	const {exitCode, stdout, stderr} = await workspace.run(['run', path.join(directory, 'other.json')]);
	expect({exitCode, stdout}).toEqual({exitCode: 2, stdout: ''});
	expect(stderr).toMatch(/run small exists already with another plan.*another run_id.*autopack tui --run-id small/v);
	expect({snapshot: await snapshot(root), events: await eventsOf(root)}).toEqual(before);
});

test.each([
	{what: 'an unknown key', text: '{"checkz": [], "yes": true}', words: [/unknown key "checkz"/v]},
	{what: 'wrong types', text: 'maxAttempts: three\nchecks:\n  - {name: a, command: 7}\n', words: [/maxAttempts: expected number, received string/v, /checks\[0\]\.command: /v]},
	{what: 'YAML that is none', text: 'yes: true\nchecks:\n  - name: [a\n', words: [/YAML/v, /\(\d+:\d+\)/v]},
	{what: 'JSON that is none', text: '{"yes": true,', words: [/\(1:\d+\)/v]},
	{what: 'a list', text: '[1, 2]', words: [/expected object, received array/v]},
])('an invalid .autopackrc, $what: its path, the key and exit code 2', async ({text, words}) => {
	const {run, root} = await smallWorkspace();
	await writeAll(root, {'.autopackrc': text});
	for (const {exitCode, stdout, stderr} of await Promise.all([run(['runs']), run(['doctor'])])) {
		expect({exitCode, stdout}).toEqual({exitCode: 2, stdout: ''});
		for (const word of [path.join(root, '.autopackrc'), ...words]) {
			expect(stderr).toMatch(word);
		}
	}
});

test('user settings that hold keys, or are no JSON, are refused with their path', async () => {
	const {run, directory} = await smallWorkspace();
	const env = {AUTOPACK_CONFIG_DIR: path.join(directory, 'config')};
	const file = path.join(directory, 'config/config.json');
	await writeAll(directory, {'config/config.json': '{"openaiKey": "sk-never-shown", "anthropicKey": "sk-nor-this"}'});
	const keys = await run(['runs'], {env});
	expect(keys).toEqual({exitCode: 2, stdout: '', stderr: `autopack: ${file}: keys are never kept in the user settings; remove openaiKey, anthropicKey and use the environment.`});
	await writeAll(directory, {'config/config.json': '{"yes":'});
	const broken = await run(['runs'], {env});
	expect(broken).toMatchObject({exitCode: 2, stdout: ''});
	expect(broken.stderr).toMatch(/^autopack: The user settings cannot be read: .*config\.json.* is not valid JSON\.$/v);
});

test('no key and no base URL: exit code 2 with what to set, and no run is made', async () => {
	const {run, planFile} = await smallWorkspace();
	const {exitCode, stdout, stderr} = await run(['run', planFile]);
	expect({exitCode, stdout}).toEqual({exitCode: 2, stdout: ''});
	expect(stderr).toMatch(/^autopack: No model provider is set up: set OPENAI_API_KEY or ANTHROPIC_API_KEY, .*--openai-base-url/v);
	expect(stderr.split('\n')).toHaveLength(1);
	expect((await run(['runs'])).stdout).toMatch(/^There are no runs yet/v);
	const readOnly = await run(['run', planFile, '--read-only'], {env: {OPENAI_BASE_URL: 'http://127.0.0.1:9/v1'}});
	expect(readOnly).toMatchObject({exitCode: 2, stdout: ''});
	expect(readOnly.stderr).toMatch(/--read-only watches a run/v);
	expect((await run(['runs'])).stdout).toMatch(/^There are no runs yet/v);
});

test('a key as a flag is warned of once, used, and found nowhere: not in what is printed, the journal, the repository or a child', async () => {
	const key = 'sk-proj-flagflagflagflag0123456789';
	const keyOfEnvironment = 'sk-ant-envenvenvenvenv0123456789';
	const {url, asked} = await startModels();
	const workspace = await smallWorkspace({url, settings: {checks: [{name: 'environment', command: 'env', kind: 'tests'}]}});
	const {root, run, planFile, directory} = workspace;
	const env = {ANTHROPIC_API_KEY: keyOfEnvironment, ANTHROPIC_BASE_URL: url, AUTOPACK_API_KEY: 'supervisor-key-0123456789'};
	const results = [
		await run(['run', planFile, '--openai-key', key], {env}),
		await run(['show', 'small', 'one'], {env}),
		await run(['show', 'small', '--json'], {env}),
		await run(['doctor', '--openai-key', key], {env}),
	];
	expect(results.map(({exitCode}) => exitCode)).toEqual([0, 0, 0, 0]);
	expect(results[0]!.stderr.match(/visible to other users/gv)).toHaveLength(1);
	expect(asked.map(({headers}) => headers.authorization)).toEqual([`Bearer ${key}`, `Bearer ${key}`]);
	expect(results[1]!.stdout).toMatch(/environment +passed/v);
	const secrets = [key, keyOfEnvironment, env.AUTOPACK_API_KEY];
	const places = [directory, workspace.sandbox.directory];
	const {stdout: found} = await execa('grep', ['-rla', ...secrets.flatMap(secret => ['-e', secret]), ...places], {reject: false});
	const texts = results.map(({stdout, stderr}) => stdout + stderr).join('\n');
	expect({found, shown: secrets.filter(secret => texts.includes(secret))}).toEqual({found: '', shown: []});
	expect(await git(root, 'log', '-1', '--format=%B', 'autonomous/small')).not.toContain(key);
	const outputs = (await eventsOf(root)).flatMap(event => event.type === 'check.finished' && event.check.name === 'environment' ? [event.check.output] : []);
	expect(outputs).toHaveLength(1);
	expect(outputs[0]).toMatch(/^HOME=/mv);
	expect(outputs[0]).not.toMatch(/KEY=/v);
});

test('flag > environment > .autopackrc > user settings > default, and doctor says which', async () => {
	const layers = {
		flag: 'https://flag.test/v1', env: 'https://env.test/v1', file: 'https://file.test/v1', user: 'https://user.test/v1',
	};
	const {run, root, directory} = await smallWorkspace({settings: {openaiBaseUrl: layers.file, maxAttempts: 5, prices: {'my-model': {input: 1, output: 2}}}});
	await writeAll(directory, {'config/config.json': JSON.stringify({openaiBaseUrl: layers.user, maxAttempts: 6, pollInterval: 7})});
	const user = {AUTOPACK_CONFIG_DIR: path.join(directory, 'config')};
	const environment = {...user, OPENAI_BASE_URL: layers.env, OPENAI_API_KEY: 'sk-doctor-never-shows-this'};
	const origin = async (args: string[], env: Record<string, string>) => {
		const {exitCode, stdout} = await run(['doctor', ...args], {env});
		expect(exitCode).toBe(0);
		expect(stdout).not.toContain('never-shows');
		return stdout.split('\n').map(line => line.trim().replaceAll(/\s+/gv, ' '));
	};

	const file = path.join(root, '.autopackrc');
	const strongest = await origin(['--openai-base-url', layers.flag], environment);
	expect(strongest).toEqual(expect.arrayContaining([
		`openaiBaseUrl "${layers.flag}" (flag)`,
		'openaiKey present ($OPENAI_API_KEY)',
		`maxAttempts 5 (${file})`,
		`pollInterval 7 (${path.join(directory, 'config/config.json')})`,
		'checkTimeout 600 (default)',
		`prices {"my-model":{"input":1,"output":2}} (${file})`,
	]));
	expect(await origin([], environment)).toContain(`openaiBaseUrl "${layers.env}" ($OPENAI_BASE_URL)`);
	expect(await origin([], user)).toContain(`openaiBaseUrl "${layers.file}" (${file})`);
	await writeAll(root, {'.autopackrc': '{}'});
	expect(await origin([], user)).toContain(`openaiBaseUrl "${layers.user}" (${path.join(directory, 'config/config.json')})`);
});

test('runs and show, for people and as JSON', async () => {
	const {url} = await startModels();
	const {run, planFile} = await smallWorkspace({url, plan: smallPlan([{description: 'The first.'}, {}])});
	await run(['run', planFile, '--max-iterations', '1']);
	const [runs, runsJson, show, showJson, phaseText, phaseJson, nobody] = await Promise.all([
		['runs'], ['runs', '--json'], ['show', 'small'], ['show', 'small', '--json'], ['show', 'small', 'one'], ['show', 'small', 'one', '--json'], ['show', 'small', 'onee'],
	].map(async args => run(args)));
	const good = [runs, runsJson, show, showJson, phaseText, phaseJson].map(result => ({exitCode: result!.exitCode, stderr: result!.stderr}));
	expect(good).toEqual(good.map(() => ({exitCode: 0, stderr: ''})));
	expect(runs!.stdout).toMatch(/^small +PHASE_QUEUEING +1\/2/mv);
	expect(JSON.parse(runsJson!.stdout)).toMatchObject({id: 'small', phases_total: 2, phases_completed: 1});
	expect(show!.stdout).toMatch(/^one +COMPLETE +ok/mv);
	expect(show!.stdout).toMatch(/^two +queued/mv);
	expect(show!.stdout).toMatch(/autopack tui --run-id small/v);
	expect(JSON.parse(showJson!.stdout)).toMatchObject({runId: 'small', phases: [{stage: 'ended'}, {stage: 'queued'}]});
	expect(phaseText!.stdout).toMatch(/^one {2}one[\s\S]*The first\.[\s\S]*COMPLETE: ok[\s\S]*approved[\s\S]*noop +passed[\s\S]*gate +ok[\s\S]*\+one, attempt 1/v);
	expect(JSON.parse(phaseJson!.stdout)).toMatchObject({phase: {phase_id: 'one'}, end: {state: 'COMPLETE'}});
	expect(nobody).toEqual({exitCode: 2, stdout: '', stderr: 'autopack: run "small" has no phase "onee"; the nearest: one. See autopack runs.'});
});

const needsReview = {checks: [{name: 'gone', command: ['no-such-program-anywhere'], kind: 'tests'}], gate: {yes: ['checks_missing']}};

test('an answer is needed and standard input is a pipe: it is not read, exit code 3, and --yes goes on from there', async () => {
	const {url, asked} = await startModels();
	const {run, planFile, root, head} = await smallWorkspace({url, settings: needsReview});
	const before = await snapshot(root);
	const {exitCode, stdout} = await run(['run', planFile], {input: 'a\ny\na\n'});
	expect(exitCode).toBe(3);
	expect(stdout).toMatch(/one is needs_review and needs an answer, but there is no terminal to ask on; run the same command in a terminal, or with --yes/v);
	expect(await landed(root, head)).toEqual([]);
	const yes = await run(['tui', '--run-id', 'small', '--yes']);
	expect(yes.exitCode).toBe(0);
	expect(yes.stdout).toMatch(/needs_review, approved \(--yes\)/v);
	expect(asked).toHaveLength(2);
	expect(await git(root, 'log', '-1', '--format=%(trailers:key=Autopack-Gate,valueonly)', 'autonomous/small')).toMatch(/needs_review \(approved by --yes\)/v);
	expect(await snapshot(root)).toEqual(before);
});

test('a reader that goes away ends no run and says nothing', async () => {
	const {url} = await startModels();
	const {root, planFile, sandbox, head} = await smallWorkspace({url, plan: smallPlan([{description: 'x'.repeat(100_000)}, {}, {}])});
	const pipe = async (command: string) => execa('bash', ['-c', `"$0" "$@" | ${command}; echo "\${PIPESTATUS[0]}"`, process.execPath, bundle, 'run', planFile, '--json'], {
		cwd: root, env: sandbox.environment, extendEnv: false, stdin: 'ignore',
	});
	const {stdout, stderr} = await pipe('head -1');
	const lines = stdout.split('\n');
	expect(JSON.parse(lines[0]!)).toMatchObject({type: 'run.created'});
	expect({exitCode: lines[1], stderr}).toEqual({exitCode: '0', stderr: ''});
	expect(await landed(root, head)).toEqual(['one', 'two', 'three']);
	const again = await pipe('true');
	expect({exitCode: again.stdout, stderr: again.stderr}).toEqual({exitCode: '0', stderr: ''});
});

test('the run\'s branch is checked out by the user: refused with the way out; after it, the same command works', async () => {
	const {url, asked} = await startModels();
	const {run, planFile, root, head} = await smallWorkspace({url});
	await git(root, 'switch', '--quiet', '--create', 'autonomous/small');
	const before = await snapshot(root);
	const {exitCode, stdout, stderr} = await run(['run', planFile]);
	expect({exitCode, stdout}).toEqual({exitCode: 2, stdout: ''});
	expect(stderr).toBe(`autopack: The branch autonomous/small is checked out in ${root}, where nothing may change. Switch to another branch there, then start again.`);
	expect(await snapshot(root)).toEqual(before);
	expect(asked).toEqual([]);
	await git(root, 'switch', '--quiet', 'main');
	expect(await run(['run', planFile])).toMatchObject({exitCode: 0});
	expect(await landed(root, head)).toEqual(['one']);
});

test('a branch of the run\'s name is there already: its commits stay, and the run goes on from them', async () => {
	const {url, asked} = await startModels();
	const {run, planFile, root} = await smallWorkspace({url});
	await git(root, 'switch', '--quiet', '--create', 'autonomous/small');
	await writeAll(root, {'earlier.txt': 'work of somebody\n'});
	const earlier = await commitAll(root, 'Earlier');
	await git(root, 'switch', '--quiet', 'main');
	const before = await snapshot(root);
	const {exitCode, stdout} = await run(['run', planFile]);
	expect(exitCode).toBe(0);
	expect(stdout).toMatch(/autonomous\/small/v);
	expect(await landed(root, earlier)).toEqual(['one']);
	expect(await git(root, 'rev-parse', 'autonomous/small^')).toBe(earlier);
	expect(asked[0]!.prompt).toContain('earlier.txt');
	expect(await snapshot(root)).toEqual(before);
});

test('a branch called "autonomous" leaves no place for the run\'s: git\'s reason in one sentence', async () => {
	const {url} = await startModels();
	const {run, planFile, root} = await smallWorkspace({url});
	await git(root, 'branch', 'autonomous');
	const before = await snapshot(root);
	const {exitCode, stdout, stderr} = await run(['run', planFile]);
	expect({exitCode, stdout}).toEqual({exitCode: 4, stdout: ''});
	expect(stderr).toMatch(/refs\/heads\/autonomous' exists/v);
	expect(stderr.split('\n')).toHaveLength(1);
	expect(await snapshot(root)).toEqual(before);
});

test('two executors on one run: the second says who has it, and exits with 4', async () => {
	const {promise: isAsked, resolve: noteAsked} = Promise.withResolvers<void>();
	const held: Array<() => void> = [];
	const {url} = await startModels(asked => asked.role === 'auditor'
		? approval
		: response => {
			noteAsked();
			held.push(() => {
				response.writeHead(200, {'content-type': 'text/event-stream'}).end(asked.wire.whole(wholeFile('one.txt', 'One.')));
			});
		});
	const workspace = await smallWorkspace({url});
	const first = workspace.start(['run', workspace.planFile]);
	await isAsked;
	const {exitCode, stderr} = await workspace.run(['tui', '--run-id', 'small', '--yes']);
	expect(exitCode).toBe(4);
	expect(stderr).toMatch(new RegExp(`run small is being executed by process ${first.pid} on .* since .*--read-only`, 'v'));
	held[0]!();
	expect(await first.ended).toMatchObject({exitCode: 0});
	expect(ends(await stateOf(workspace.root))).toEqual(['one COMPLETE ok']);
});
