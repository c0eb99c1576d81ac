import {execa} from 'execa';
import {expect, test} from 'vitest';
import {freePort} from '../helpers/answering-server.ts';
import {
	approval,
	goodModels,
	rejection,
	startModels,
	wholeFile,
	type Asked,
	type Models,
} from '../helpers/models-server.ts';
import {
	json,
	silence,
	stream,
	type Answer,
} from '../helpers/provider-server.ts';
import {
	ends,
	eventsOf,
	landed,
	smallPlan,
	smallWorkspace,
	snapshot,
	stateOf,
} from '../helpers/small-workspace.ts';
import {git} from '../helpers/temporary-repository.ts';

const tokensOfReply = 1050;

/**
Models that fail as they are told while `isBroken`, and are good after that.
*/
function breakable(fault: (asked: Asked) => Answer): {models: Models; mend: () => void} {
	let isBroken = true;
	return {
		models: asked => isBroken ? fault(asked) : goodModels(asked),
		mend() {
			isBroken = false;
		},
	};
}

test.each<{what: string; provider: 'openai' | 'anthropic'; fault: (asked: Asked) => Answer; words: RegExp}>([
	{
		what: 'a wrong key', provider: 'openai', fault: ({wire}) => json(401, wire.error('invalid_api_key', 'Incorrect API key provided: sk-bad-****')), words: /refused the API key.*OPENAI_API_KEY/v,
	},
	{
		what: 'used up quota',
		provider: 'openai',
		fault: ({wire}) => json(429, wire.error('insufficient_quota', 'You exceeded your current quota'), {'retry-after': '1'}),
		words: /has no credit left .*add credit/v,
	},
	{
		what: 'an unknown model', provider: 'openai', fault: ({wire}) => json(404, wire.error('model_not_found', 'The model does not exist')), words: /does not know the model .*--builder-model/v,
	},
	{
		what: 'a wrong key', provider: 'anthropic', fault: ({wire}) => json(401, wire.error('authentication_error', 'invalid x-api-key')), words: /refused the API key.*ANTHROPIC_API_KEY/v,
	},
	{
		what: 'no credit', provider: 'anthropic', fault: ({wire}) => json(400, wire.error('invalid_request_error', 'Your credit balance is too low')), words: /has no credit left .*add credit/v,
	},
	{
		what: 'an unknown model', provider: 'anthropic', fault: ({wire}) => json(404, wire.error('not_found_error', 'model: claude-x')), words: /does not know the model .*--builder-model/v,
	},
])('$what of $provider ends the phase at once: one sentence, exit code 4; with a good server the same command finishes', async ({provider, fault, words}) => {
	const {models, mend} = breakable(fault);
	const {url, asked} = await startModels(models);
	const {run, root, head, planFile} = await smallWorkspace({settings: provider === 'openai' ? {openaiBaseUrl: `${url}/v1`} : {anthropicBaseUrl: url}, plan: smallPlan([{}, {}])});
	const before = await snapshot(root);
	const {exitCode, stdout, stderr} = await run(['run', planFile]);
	expect({exitCode, stderr, asked: asked.length}).toEqual({exitCode: 4, stderr: '', asked: 1});
	const ended = stdout.split('\n').find(line => line.startsWith('The run ended: '));
	expect(ended).toMatch(words);
	expect(stdout).not.toMatch(/\{"|Error:|\bat .*\.js/v);
	expect(ends(await stateOf(root))).toEqual(['one FAILED', 'two queued']);
	mend();
	expect(await run(['run', planFile])).toMatchObject({exitCode: 0, stderr: ''});
	expect(await landed(root, head)).toEqual(['one', 'two']);
	expect(await snapshot(root)).toEqual(before);
});

/**
Good models, but the first question of a role about a phase gets a fault.
*/
const oneFaultEach = (faults: Record<string, (asked: Asked) => Answer>): Models => {
	const given = new Set<string>();
	return asked => {
		const name = `${asked.role} ${asked.phase}`;
		const fault = given.has(name) ? undefined : faults[name];
		given.add(name);
		return fault ? fault(asked) : goodModels(asked);
	};
};

test.each<{provider: 'openai' | 'anthropic'; faults: Record<string, (asked: Asked) => Answer>}>([
	{
		provider: 'openai', faults: {
			'builder one': ({wire}) => json(429, wire.error('rate_limit_exceeded', 'Slow down'), {'retry-after': '2'}),
			'builder two': ({wire}) => json(500, wire.error('server_error', 'Oops')),
			'builder three': ({wire}) => stream(wire.start('Half a re'), 'reset'),
			'auditor three': ({wire}) => stream(wire.overloaded),
			'builder four': ({wire}) => stream(wire.start('Then nothing'), 'stall'),
			'auditor four': () => silence,
		},
	},
	{
		provider: 'anthropic', faults: {
			'builder one': ({wire}) => json(529, wire.error('overloaded_error', 'Overloaded')),
			'builder two': ({wire}) => stream(wire.start('Half') + wire.overloaded),
			'auditor two': ({wire}) => json(503, wire.error('api_error', 'No')),
			'builder three': ({wire}) => stream(wire.start('Half'), 'reset'),
			'builder four': ({wire}) => stream(wire.start('Half'), 'end'),
		},
	},
])('faults of $provider that pass are recovered from, within the attempt', async ({provider, faults}) => {
	const {url, asked} = await startModels(oneFaultEach(faults));
	const server = provider === 'openai' ? {openaiBaseUrl: `${url}/v1`} : {anthropicBaseUrl: url};
	const {run, root, head, planFile} = await smallWorkspace({settings: {idleTimeout: 0.6, ...server}, plan: smallPlan([{}, {}, {}, {}])});
	const {exitCode, stderr} = await run(['run', planFile]);
	expect({exitCode, stderr}).toEqual({exitCode: 0, stderr: ''});
	const {phases} = await stateOf(root);
	expect(phases.map(({attempts}) => attempts.length)).toEqual([1, 1, 1, 1]);
	expect(asked).toHaveLength(8 + Object.keys(faults).length);
	expect(asked[1]!.atMs - asked[0]!.atMs).toBeGreaterThan(provider === 'openai' ? 2000 : 0);
	expect(await landed(root, head)).toEqual(['one', 'two', 'three', 'four']);
	for (const phase of ['one', 'two', 'three', 'four']) {
		expect(await git(root, 'show', `autonomous/small:${phase}.txt`)).toBe(`${phase}, attempt 1`);
	}
});

test('nobody listens, or a web page answers: after its retries the phase ends with a sentence, exit code 4', async () => {
	const {url} = await startModels(() => response => {
		response.writeHead(200, {'content-type': 'text/html'}).end('<!doctype html><title>Hello</title>');
	});
	const results = await Promise.all([`http://127.0.0.1:${await freePort()}`, url].map(async base => {
		const {run, root, planFile} = await smallWorkspace({url: base});
		const {exitCode, stdout, stderr} = await run(['run', planFile]);
		return {
			exitCode, stderr, ends: ends(await stateOf(root)), ended: stdout.split('\n').find(line => line.startsWith('The run ended: ')),
		};
	}));
	expect(results.map(({ended: _, ...rest}) => rest)).toEqual([0, 1].map(() => ({exitCode: 4, stderr: '', ends: ['one FAILED']})));
	expect(results[0]!.ended).toMatch(/could not be reached .* after 5 attempts .*ECONNREFUSED.*check the network and the base URL/v);
	expect(results[1]!.ended).toMatch(/after 5 attempts \(the stream ended before the reply did\): .*the base URL/v);
});

const highRisk = smallPlan([{task_category: 'security_auth_change'}]);

test('two auditors, one is down: the other\'s review stands, needs_review at best', async () => {
	const {url, asked} = await startModels(question => question.role === 'auditor' && question.provider === 'anthropic'
		? json(401, question.wire.error('authentication_error', 'invalid x-api-key'))
		: goodModels(question));
	const {run, root, head, planFile} = await smallWorkspace({url, settings: {anthropicBaseUrl: url}, plan: highRisk});
	const {exitCode, stdout} = await run(['run', planFile]);
	expect(exitCode).toBe(3);
	expect(stdout).toMatch(/one is needs_review and needs an answer/v);
	const {phases} = await stateOf(root);
	const attempt = phases[0]!.attempts[0]!;
	expect(attempt.auditors.map(({auditor, review, error}) => ({auditor, approved: review?.approved, error}))).toEqual([
		{auditor: 'openai', approved: true, error: undefined},
		{auditor: 'anthropic', approved: undefined, error: expect.stringMatching(/refused the API key/v) as string},
	]);
	expect(attempt.verdict).toMatchObject({level: 'needs_review', fixable: false});
	expect(attempt.verdict!.reasons.map(reason => reason.id)).toContain('review_missing');
	expect(asked.filter(({role}) => role === 'auditor')).toHaveLength(2);
	expect(await landed(root, head)).toEqual([]);
});

test('an auditor who answers nonsense has not reviewed: never ok, whatever it says', async () => {
	const nonsense = ['Looks good to me, approved!', '{"approved": "yes"}', '', '[]', '{"approved": true, "issues": [{"severity": "none"}], "messages": []}'];
	const names = ['one', 'two', 'three', 'four', 'five'];
	const {url, asked} = await startModels(question => {
		if (question.role === 'builder') {
			return goodModels(question);
		}

		return question.phase === 'six' ? stream(question.wire.truncated(approval)) : nonsense[names.indexOf(question.phase)]!;
	});
	const {run, root, planFile} = await smallWorkspace({url, plan: smallPlan([{}, {}, {}, {}, {}, {}])});
	const {exitCode} = await run(['run', planFile, '--yes']);
	const state = await stateOf(root);
	expect({exitCode, ends: ends(state)}).toEqual({exitCode: 0, ends: [...names, 'six'].map(name => `${name} COMPLETE needs_review`)});
	expect(state.phases.map(({approvedBy}) => approvedBy)).toEqual(Array.from({length: 6}, () => '--yes'));
	expect(state.phases.flatMap(({attempts}) => attempts.flatMap(({auditors}) => auditors.map(({review}) => review)))).toEqual(Array.from({length: 6}, () => undefined));
	expect(asked.filter(({role}) => role === 'auditor').length).toBeLessThanOrEqual(12);
});

test('token_cap: exit code 5, passed by no more than one reply; the same command again asks no model', async () => {
	const cap = 4000;
	const {url, asked} = await startModels();
	const {run, root, head, planFile} = await smallWorkspace({url, plan: smallPlan([{}, {}, {}], {token_cap: cap})});
	const before = await snapshot(root);
	const {exitCode, stdout} = await run(['run', planFile]);
	const {tokensUsed} = await stateOf(root);
	expect(exitCode).toBe(5);
	expect(stdout).toMatch(/^The run ended: .*token/mv);
	expect(tokensUsed).toBeLessThanOrEqual(cap + tokensOfReply);
	expect(tokensUsed).toBe(asked.length * tokensOfReply);
	expect(await landed(root, head)).toEqual(['one']);
	const questions = asked.length;
	expect((await run(['run', planFile])).exitCode).toBe(5);
	expect(asked).toHaveLength(questions);
	expect(await snapshot(root)).toEqual(before);
});

test('max_phases: the phases that it allows, then exit code 5', async () => {
	const {url} = await startModels();
	const {run, root, head, planFile} = await smallWorkspace({url, plan: smallPlan([{}, {}, {}], {max_phases: 2})});
	const {exitCode, stdout} = await run(['run', planFile]);
	expect(exitCode).toBe(5);
	expect(stdout).toMatch(/max_phases is used up: 2 of 2 phases begun/v);
	expect(ends(await stateOf(root))).toEqual(['one COMPLETE ok', 'two COMPLETE ok', 'three queued']);
	expect(await landed(root, head)).toEqual(['one', 'two']);
});

test('max_duration_minutes ends a phase in the middle of its work: exit code 5', async () => {
	const {url} = await startModels(() => silence);
	const {run, root, head, planFile} = await smallWorkspace({url, plan: smallPlan([{}, {}], {max_duration_minutes: 0.02})});
	const startedMs = performance.now();
	const {exitCode, stdout} = await run(['run', planFile]);
	expect(performance.now() - startedMs).toBeLessThan(20_000);
	expect(exitCode).toBe(5);
	expect(stdout).toMatch(/max_duration_minutes is used up/v);
	expect(ends(await stateOf(root))).toEqual(['one FAILED', 'two queued']);
	expect(await landed(root, head)).toEqual([]);
});

const unusable: Array<{phase: string; reply: string | ((asked: Asked) => Answer); words: RegExp}> = [
	{phase: 'one', reply: 'notes.txt\n```\n<<<<<<< SEARCH\nnot in the file\n=======\nnew\n>>>>>>> REPLACE\n```\n', words: /notes\.txt/v},
	{phase: 'two', reply: '', words: /holds no edit/v},
	{phase: 'three', reply: 'I have thought about it, and the code is fine as it is.', words: /holds no edit/v},
	{phase: 'four', reply: wholeFile('../escaped.txt', 'out'), words: /\.\.\/escaped\.txt/v},
	{phase: 'five', reply: wholeFile('.git/hooks/escaped.txt', 'out'), words: /\.git/v},
	{phase: 'six', reply: wholeFile('link/escaped.txt', 'out'), words: /link/v},
	{phase: 'seven', reply: ({wire}) => stream(wire.truncated(wholeFile('seven.txt', 'half'))), words: /cut off/v},
	{phase: 'eight', reply: wholeFile('/tmp/autopack-escaped.txt', 'out'), words: /\/tmp\/autopack-escaped\.txt/v},
];

test('replies that cannot be used are rejected, told to the Builder, and FAILED after the attempts; nothing is written anywhere', async () => {
	const {url, asked} = await startModels(question => {
		const found = unusable.find(({phase}) => phase === question.phase)!;
		return typeof found.reply === 'string' ? found.reply : found.reply(question);
	});
	const {run, root, head, planFile, directory, sandbox} = await smallWorkspace({url, files: {'notes.txt': 'one\n'}, plan: smallPlan(unusable.map(() => ({})))});
	await execa('ln', ['--symbolic', sandbox.directory, 'link'], {cwd: root});
	await git(root, 'add', 'link');
	await git(root, 'commit', '--quiet', '--message', 'Link');
	const before = await snapshot(root);
	const {exitCode, stdout} = await run(['run', planFile, '--max-attempts', '2']);
	expect(exitCode).toBe(1);
	const state = await stateOf(root);
	expect(ends(state)).toEqual(unusable.map(({phase}) => `${phase} FAILED`));
	expect(asked.map(({role}) => role)).toEqual(Array.from({length: 16}, () => 'builder'));
	for (const [index, {phase, words}] of unusable.entries()) {
		const {attempts, end} = state.phases[index]!;
		expect(attempts).toHaveLength(2);
		expect({cause: end!.cause, commit: end!.commit}).toEqual({cause: 'attempts', commit: undefined});
		expect(attempts[0]!.rejection!.message, phase).toMatch(words);
		expect(asked.filter(question => question.phase === phase)[1]!.prompt, phase).toContain(attempts[0]!.rejection!.message.split('\n', 1)[0]);
	}

	expect(stdout).toMatch(/2 attempts used up; the last: patch rejected/v);
	expect(await landed(root, head)).toEqual([]);
	expect(await git(root, 'rev-parse', 'autonomous/small')).toBe(await git(root, 'rev-parse', 'main'));
	const {stdout: escaped} = await execa('find', [directory, sandbox.directory, '/tmp/autopack-escaped.txt', '-name', '*escaped*'], {reject: false});
	expect(escaped).toBe('');
	expect(await snapshot(root)).toEqual(before);
});

test('a patch that does not apply, then one an auditor rejects, then a good one: the third attempt lands', async () => {
	const {url, asked} = await startModels(question => {
		if (question.role === 'builder') {
			return question.attempt === 1 ? 'notes.txt\n```\n<<<<<<< SEARCH\nnot there\n=======\nnew\n>>>>>>> REPLACE\n```\n' : goodModels(question);
		}

		return question.nth === 1 ? rejection('The text is wrong because of the moon.') : approval;
	});
	const {run, root, head, planFile} = await smallWorkspace({url, files: {'notes.txt': 'one\n'}});
	expect(await run(['run', planFile])).toMatchObject({exitCode: 0});
	expect(await landed(root, head)).toEqual(['one']);
	expect(await git(root, 'show', 'autonomous/small:one.txt')).toBe('one, attempt 3');
	const builder = asked.filter(({role}) => role === 'builder');
	expect(builder).toHaveLength(3);
	expect(builder[1]!.prompt).toContain('notes.txt');
	expect(builder[2]!.prompt).toContain('because of the moon');
	expect((await eventsOf(root)).filter(({type}) => type === 'attempt.started')).toHaveLength(3);
});
