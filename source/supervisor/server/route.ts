import * as z from 'zod';
import {parseBody, validate} from './validate.ts';

/**
A request before it is validated.
*/
export type RawRequest = {
	params: Record<string, string>;
	query: Record<string, string>;
	header: (name: string) => string | undefined;
	/**
	Empty for a request without a body.
	*/
	text: () => Promise<string>;
	/**
	IP address of the caller; undefined in process.
	*/
	remoteAddress: string | undefined;
};

/**
One row of the route table: what the server validates and answers, and what its OpenAPI document says, are read from the same schemas.
*/
export type Route = {
	method: 'get' | 'post';
	/**
	In OpenAPI's notation: `/runs/{run_id}`.
	*/
	path: string;
	summary: string;
	/**
	HTTP status of success.
	*/
	status: number;
	isPublic: boolean;
	/**
	The other statuses it may answer, beside 403, 413, 422 and 500.
	*/
	errors: Record<number, string>;
	query: z.ZodObject;
	body: z.ZodType | undefined;
	answer: z.ZodType;
	/**
	Gives JSON, or a whole Response for what is no JSON. Throws HttpError.
	*/
	respond: (request: RawRequest) => Promise<unknown>;
};

type Parsed<Query extends z.ZodObject, Body extends z.ZodType> = {
	runId: string;
	phaseId: string;
	query: z.output<Query>;
	body: z.output<Body>;
	request: RawRequest;
};

type Definition<Query extends z.ZodObject, Body extends z.ZodType, Answer extends z.ZodType> = {
	method: Route['method'];
	path: string;
	summary: string;
	status?: number;
	isPublic?: boolean;
	errors?: Record<number, string>;
	query?: Query;
	body?: Body;
	answer: Answer;
	handle: (request: Parsed<Query, Body>) => Promise<z.input<Answer> | Response>;
};

export const noRun = {404: 'No such run'};
export const noPhase = {404: 'No such run or phase'};

/**
A row of the route table whose handler gets what its schemas make of the request.
*/
export function defineRoute<Answer extends z.ZodType, Query extends z.ZodObject = z.ZodObject<Record<never, never>>, Body extends z.ZodType = z.ZodUndefined>(
	{status = 200, isPublic = false, errors = {}, query, body, handle, ...definition}: Definition<Query, Body, Answer>,
): Route {
	return {
		...definition,
		status,
		isPublic,
		errors,
		query: query ?? z.object({}),
		body,
		async respond(request) {
			return handle({
				runId: request.params.run_id ?? '',
				phaseId: request.params.phase_id ?? '',
				query: validate(query ?? z.object({}), request.query, 'query') as z.output<Query>,
				body: await readBody(body, request) as z.output<Body>,
				request,
			});
		},
	};
}

async function readBody(schema: z.ZodType | undefined, request: RawRequest): Promise<unknown> {
	if (!schema) {
		return undefined;
	}

	const text = await request.text();
	return validate(schema, text === '' ? undefined : parseBody(text), 'body');
}
