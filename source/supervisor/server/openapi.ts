import * as z from 'zod';
import {defineRoute, type Route} from './route.ts';

const problemSchema = z.object({detail: z.array(z.object({loc: z.array(z.union([z.string(), z.int()])), msg: z.string(), type: z.string()}))});
const errorSchema = z.object({detail: z.string()});

/**
The route that serves the document of all routes, itself among them.
*/
export function openApiRoute(routes: Route[], version: string): Route {
	const route: Route = defineRoute({
		method: 'get',
		path: '/openapi.json',
		summary: 'This document',
		answer: z.record(z.string(), z.unknown()),
		handle: async () => describeRoutes([...routes, route], version),
	});
	return route;
}

/**
OpenAPI 3.1, from the schemas that validate the requests.
*/
function describeRoutes(routes: Route[], version: string): Record<string, unknown> {
	const paths = Map.groupBy(routes, ({path}) => path);
	return {
		openapi: '3.1.0',
		info: {title: 'Autopack Supervisor', version},
		paths: Object.fromEntries([...paths].map(([path, group]) => [
			path,
			Object.fromEntries(group.map(route => [route.method, describeRoute(route)])),
		])),
		components: {securitySchemes: {ApiKey: {type: 'apiKey', in: 'header', name: 'X-API-Key'}}},
	};
}

function describeRoute(route: Route) {
	return {
		summary: route.summary,
		security: route.isPublic ? [] : [{ApiKey: []}],
		parameters: [...pathParameters(route.path), ...queryParameters(route.query)],
		...(route.body && {
			requestBody: {
				required: !route.body.safeParse(undefined).success,
				content: {'application/json': {schema: jsonSchema(route.body, 'input')}},
			},
		}),
		responses: {
			[route.status]: {description: 'Success', content: {'application/json': {schema: jsonSchema(route.answer, 'output')}}},
			...Object.fromEntries(Object.entries(errorsOf(route)).map(([status, description]) => [status, {
				description,
				content: {'application/json': {schema: jsonSchema(status === '422' ? problemSchema : errorSchema, 'output')}},
			}])),
		},
	};
}

function errorsOf(route: Route): Record<number, string> {
	const isValidated = route.body !== undefined || Object.keys(route.query.shape).length > 0;
	const general: Array<{status: number; text: string; isPossible: boolean}> = [
		{status: 403, text: 'Invalid or missing API key', isPossible: !route.isPublic},
		{status: 413, text: 'Body over 16 MB', isPossible: route.body !== undefined},
		{status: 422, text: 'Request that does not validate', isPossible: isValidated},
	];
	const possible = general.filter(({isPossible}) => isPossible);
	return {...route.errors, ...Object.fromEntries(possible.map(({status, text}): [number, string] => [status, text]))};
}

const pathParameters = (path: string) => Array.from(path.matchAll(/\{(?<name>\w+)\}/gv), ({groups}) => ({
	name: groups!.name, in: 'path', required: true, schema: {type: 'string'},
}));

/**
Query parameters are described as what they become: a coerced number takes any text on the way in.
*/
const queryParameters = (query: Route['query']) => Object.entries<z.core.$ZodType>(query.shape).map(([name, schema]) => ({
	name, in: 'query', required: !z.safeParse(schema, undefined).success, schema: jsonSchema(schema, 'output'),
}));

function jsonSchema(schema: z.core.$ZodType, io: 'input' | 'output') {
	const {$schema: _, ...rest} = z.toJSONSchema(schema, {io, unrepresentable: 'any'});
	return rest;
}
