import type * as z from 'zod';
import {HttpError, type Problem} from './http-error.ts';

/**
The value that a part of a request stands for, or a 422 in FastAPI's shape.
*/
export function validate<Schema extends z.ZodType>(schema: Schema, value: unknown, part: 'body' | 'query' | 'header'): z.output<Schema> {
	const parsed = schema.safeParse(value);
	if (parsed.success) {
		return parsed.data;
	}

	throw new HttpError(422, parsed.error.issues.map(issue => problemOf(issue, part)));
}

function problemOf(issue: z.core.$ZodIssue, part: string): Problem {
	const isMissing = issue.code === 'invalid_type' && issue.message.endsWith('received undefined');
	return {
		loc: [part, ...issue.path.map(step => typeof step === 'number' ? step : String(step))],
		msg: isMissing ? 'Field required' : issue.message,
		type: isMissing ? 'missing' : issue.code,
	};
}

/**
The JSON of a body, or a 422.
*/
export function parseBody(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch (error) {
		throw new HttpError(422, [{loc: ['body'], msg: `JSON decode error: ${error instanceof Error ? error.message : ''}`, type: 'json_invalid'}]);
	}
}
