import {createHash} from 'node:crypto';
import {once} from 'node:events';
import {createServer, type IncomingMessage, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import {text as readText} from 'node:stream/consumers';
import * as z from 'zod';
import {
	auditorBody,
	builderBody,
	issueQuery,
	startBody,
	updateBody,
	type StartBody,
} from './classic-bodies.ts';

type ClassicPhase = StartBody['phases'][number] & {
	id: number;
	state: string;
	builder_attempts: number;
	auditor_attempts: number;
	tokens_used: number;
	minor_issues_count: number;
	major_issues_count: number;
	quality_level: string | undefined;
	quality_blocked: boolean;
};

type ClassicRun = {start: StartBody; phases: ClassicPhase[]; issues: Record<string, unknown>; createdAt: string};
type Answer = {status: number; body: unknown};
type Call = {method: string; path: string; query: URLSearchParams; body: unknown; apiKey: string | undefined};

export type ClassicSupervisor = {
	url: string;
	/**
	Every request, as `METHOD /path`.
	*/
	requests: string[];
	/**
	Bodies posted, by path.
	*/
	bodies: Array<{path: string; body: unknown}>;
	/**
	What no executor that lands its own patches may do: have this server apply one.
	*/
	violations: string[];
	phase: (runId: string, phaseId: string) => ClassicPhase;
	close: () => Promise<void>;
};

export type ClassicOptions = {
	apiKey?: string;
	/**
	A newer one: has `GET /runs`, and refuses fields it does not know.
	*/
	isNewer?: boolean;
	port?: number;
};

const phaseStates = new Set(['QUEUED', 'EXECUTING', 'GATE', 'CI_RUNNING', 'COMPLETE', 'FAILED', 'SKIPPED']);
const phasePath = /^\/runs\/(?<runId>[^\/]+)\/phases\/(?<phaseId>[^\/]+)\/(?<action>\w+)$/v;
const startsPerMinute = 10;
const documentedPaths = [
	'/runs/start',
	'/runs/{run_id}',
	...['update_status', 'record_issue', 'builder_result', 'auditor_request', 'auditor_result'].map(action => ['/runs/{run_id}', 'phases/{phase_id}', action].join('/')),
];

/**
A Supervisor that behaves as the classic FastAPI service does, faults included: over real sockets, with its state in memory.
It is written from the service's contract alone and shares no code with ours.
*/
export async function startClassicSupervisor({apiKey, isNewer = false, port = 0}: ClassicOptions = {}): Promise<ClassicSupervisor> {
	const service = new ClassicService({apiKey, isNewer});
	const server = createServer((request, response) => {
		void serve(service, request, response);
	});
	server.listen(port, '127.0.0.1');
	await once(server, 'listening');
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		requests: service.requests,
		bodies: service.bodies,
		violations: service.violations,
		phase: (runId, phaseId) => service.phase(runId, phaseId)!,
		async close() {
			const closed = once(server, 'close');
			server.close();
			server.closeAllConnections();
			await closed;
		},
	};
}

async function serve(service: ClassicService, request: IncomingMessage, response: ServerResponse): Promise<void> {
	const text = await readText(request);
	const {pathname, searchParams} = new URL(request.url!, 'http://classic');
	const {status, body} = service.answer({
		method: request.method!,
		path: pathname,
		query: searchParams,
		body: text === '' ? undefined : JSON.parse(text),
		apiKey: request.headers['x-api-key']?.toString(),
	});
	response.writeHead(status, {'content-type': 'application/json'}).end(JSON.stringify(body));
}

const detail = (status: number, text: string): Answer => ({status, body: {detail: text}});
const notFound = detail(404, 'Not Found');

class ClassicService {
	readonly #runs: ClassicRun[] = [];
	readonly #applied = new Set<string>();
	readonly #options: {apiKey: string | undefined; isNewer: boolean};
	#starts: number[] = [];
	#nextId = 1;
	readonly requests: string[] = [];
	readonly bodies: Array<{path: string; body: unknown}> = [];
	readonly violations: string[] = [];

	constructor(options: {apiKey: string | undefined; isNewer: boolean}) {
		this.#options = options;
	}

	#run(runId: string): ClassicRun | undefined {
		return this.#runs.find(({start}) => start.run.run_id === runId);
	}

	#get({path}: Call): Answer {
		if (path === '/health') {
			return {status: 200, body: {status: 'healthy'}};
		}

		if (path === '/openapi.json') {
			return {status: 200, body: {info: {title: 'Autopack Supervisor'}, paths: Object.fromEntries(documentedPaths.map(name => [name, {}]))}};
		}

		const runs = this.#runs;
		if (path === '/metrics/runs') {
			return {
				status: 200, body: {
					total_runs: runs.length, runs: runs.map(({start: {run}, phases, createdAt}) => ({
						run_id: run.run_id, state: 'RUN_CREATED', tokens_used: 0, token_cap: run.token_cap, phase_count: phases.length, started_at: createdAt,
					})),
				},
			};
		}

		if (path === '/runs' && this.#options.isNewer) {
			return {
				status: 200, body: {
					runs: runs.toReversed().map(({start: {run}, createdAt}) => ({
						id: run.run_id, state: 'RUN_CREATED', created_at: createdAt, tokens_used: 0, token_cap: run.token_cap,
					})), total: runs.length, limit: 100, offset: 0,
				},
			};
		}

		const runId = /^\/runs\/(?<runId>[^\/]+)$/v.exec(path)?.groups!.runId;
		if (runId === undefined) {
			return notFound;
		}

		const run = this.#run(decodeURIComponent(runId));
		return run ? {status: 200, body: describeRun(run)} : detail(404, `Run ${runId} not found`);
	}

	#post(call: Call): Answer {
		if (call.path === '/runs/start') {
			return this.#start(call);
		}

		const {runId, phaseId, action} = phasePath.exec(call.path)?.groups ?? {};
		const actions: Record<string, (phase: ClassicPhase, call: Call) => Answer> = {
			update_status: (phase, {body}) => this.#updateStatus(phase, body),
			builder_result: (phase, {body}) => this.#builderResult(phase, body),
			auditor_request: phase => Object.assign(phase, {state: 'GATE'}) && {status: 200, body: {message: 'Auditor review requested'}},
			auditor_result: (phase, {body}) => this.#auditorResult(phase, body),
			record_issue: (phase, {query}) => this.#recordIssue(decodeURIComponent(runId!), phase, query),
		};
		if (!runId || !phaseId || !action || !Object.hasOwn(actions, action)) {
			return notFound;
		}

		const phase = this.phase(decodeURIComponent(runId), decodeURIComponent(phaseId));
		return phase ? actions[action]!(phase, call) : detail(404, `Phase ${phaseId} not found`);
	}

	/**
	Only here is the key checked, and only here is there a limit. A null complexity fails after the run was stored.
	*/
	#start({body, apiKey}: Call): Answer {
		if (this.#options.apiKey !== undefined && apiKey !== this.#options.apiKey) {
			return detail(403, 'Invalid or missing API key. Set X-API-Key header.');
		}

		this.#starts = [...this.#starts.filter(time => time > Date.now() - 60_000), Date.now()];
		if (this.#starts.length > startsPerMinute) {
			return {status: 429, body: {error: 'Rate limit exceeded: 10 per 1 minute'}};
		}

		const start = this.#parse(startBody, body);
		if (this.#run(start.run.run_id)) {
			return detail(400, `Run ${start.run.run_id} already exists`);
		}

		const stray = start.phases.find(phase => start.tiers.every(tier => tier.tier_id !== phase.tier_id));
		if (stray) {
			return detail(400, `Phase ${stray.phase_id} references unknown tier ${stray.tier_id}`);
		}

		const run: ClassicRun = {
			start,
			createdAt: new Date().toISOString().slice(0, -1),
			issues: {},
			phases: start.phases.map(phase => ({
				...phase, id: this.#nextId++, state: 'QUEUED', builder_attempts: 0, auditor_attempts: 0, tokens_used: 0, minor_issues_count: 0, major_issues_count: 0, quality_level: undefined, quality_blocked: false,
			})),
		};
		this.#runs.push(run);
		if (start.phases.some(({complexity}) => complexity === undefined || complexity === null)) {
			throw new Error('complexity is None');
		}

		return {status: 201, body: describeRun(run)};
	}

	#updateStatus(phase: ClassicPhase, body: unknown): Answer {
		const {state, ...update} = this.#parse(updateBody, body);
		if (!phaseStates.has(state)) {
			return detail(400, `Invalid phase state: ${state}`);
		}

		const given = Object.entries(update).filter(([, value]) => value !== null && value !== undefined);
		Object.assign(phase, Object.fromEntries(given), {state});
		return {status: 200, body: {message: `Phase ${phase.phase_id} updated to state ${state}`, phase}};
	}

	#builderResult(phase: ClassicPhase, body: unknown): Answer {
		const result = this.#parse(builderBody, body);
		phase.builder_attempts = result.builder_attempts;
		phase.tokens_used = result.tokens_used;
		const sha = result.patch_content ? this.#apply(phase, result.patch_content) : null;
		phase.state = result.status === 'success' ? 'COMPLETE' : (result.status === 'needs_review' ? 'GATE' : 'FAILED');
		return {status: 200, body: {message: `Builder result processed for phase ${phase.phase_id}`, commit_sha: sha, phase_state: phase.state}};
	}

	#auditorResult(phase: ClassicPhase, body: unknown): Answer {
		const result = this.#parse(auditorBody, body);
		phase.auditor_attempts = result.auditor_attempts;
		phase.tokens_used += result.tokens_used;
		const shas = result.suggested_patches.map(patch => this.#apply(phase, patch.patch_content));
		phase.state = result.recommendation === 'approve' ? 'COMPLETE' : (result.recommendation === 'revise' ? 'EXECUTING' : 'FAILED');
		return {
			status: 200, body: {
				message: `Auditor result processed for phase ${phase.phase_id}`, recommendation: result.recommendation, patches_applied: shas.length, commit_shas: shas, phase_state: phase.state,
			},
		};
	}

	#recordIssue(runId: string, phase: ClassicPhase, query: URLSearchParams): Answer {
		const issue = issueQuery.parse(Object.fromEntries(query));
		phase[issue.severity === 'major' ? 'major_issues_count' : 'minor_issues_count']++;
		this.#run(runId)!.issues[issue.issue_key] = issue;
		return {status: 200, body: {message: `Issue ${issue.issue_key} recorded`}};
	}

	/**
	The real one commits the patch to its repository, whatever became of it before.
	*/
	#apply(phase: ClassicPhase, patch: string): string {
		const again = this.#applied.has(patch) ? ' again' : '';
		this.#applied.add(patch);
		this.violations.push(`a patch of ${phase.phase_id} was sent${again}, and this server applied it to its own repository`);
		return createHash('sha1').update(patch).digest('hex');
	}

	#parse<Schema extends z.ZodObject>(schema: Schema, body: unknown): z.output<Schema> {
		return (this.#options.isNewer ? schema.strict() : schema).parse(body) as z.output<Schema>;
	}

	phase(runId: string, phaseId: string): ClassicPhase | undefined {
		return this.#run(runId)?.phases.find(phase => phase.phase_id === phaseId);
	}

	answer(call: Call): Answer {
		this.requests.push(`${call.method} ${call.path}`);
		if (call.method === 'POST') {
			this.bodies.push({path: call.path, body: call.body});
		}

		try {
			return call.method === 'POST' ? this.#post(call) : this.#get(call);
		} catch (error) {
			return error instanceof z.ZodError ? {status: 422, body: {detail: error.issues.map(({path, message, code}) => ({loc: ['body', ...path], msg: message, type: code}))}} : {status: 500, body: 'Internal Server Error'};
		}
	}
}

/**
Without descriptions and settings; tokens and states of run and tiers never change.
*/
function describeRun({start: {run, tiers}, phases, createdAt}: ClassicRun) {
	return {
		id: run.run_id,
		state: 'RUN_CREATED',
		safety_profile: run.safety_profile,
		run_scope: run.run_scope,
		created_at: createdAt,
		started_at: createdAt,
		completed_at: null,
		tokens_used: 0,
		ci_runs_used: 0,
		minor_issues_count: 0,
		major_issues_count: 0,
		promotion_eligible_to_main: 'false',
		debt_status: null,
		failure_reason: null,
		tiers: tiers.map((tier, index) => ({
			id: index + 1,
			tier_id: tier.tier_id,
			name: tier.name,
			state: 'PENDING',
			tier_index: tier.tier_index,
			cleanliness: null,
			minor_issues_count: 0,
			major_issues_count: 0,
			phases: phases.filter(phase => phase.tier_id === tier.tier_id).map(phase => ({
				id: phase.id, phase_id: phase.phase_id, name: phase.name, state: phase.state, task_category: phase.task_category ?? null, complexity: phase.complexity ?? null, builder_mode: phase.builder_mode ?? null, phase_index: phase.phase_index,
			})),
		})),
	};
}
