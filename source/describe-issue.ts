import type * as z from 'zod';

/**
What zod found wrong with one value, for the person who wrote it.
*/
export const describeIssue = ({code, message}: Pick<z.core.$ZodIssue, 'code' | 'message'>): string =>
	code === 'invalid_type' && message.endsWith('received undefined')
		? 'is missing'
		: message.replace(/^Invalid input: /v, '');
