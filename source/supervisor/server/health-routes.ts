import * as z from 'zod';
import {defineRoute, type Route} from './route.ts';
import type {SupervisorContext} from './supervisor-context.ts';

const healthSchema = z.object({status: z.literal('healthy'), service: z.literal('autopack-supervisor'), version: z.string()});

/**
Whether the server is there, and what it is: clients tell it from a classic Supervisor by `service`.
*/
export const healthRoutes = ({version}: SupervisorContext): Route[] => [
	defineRoute({
		method: 'get',
		path: '/health',
		summary: 'Whether the server is there, and what it is',
		isPublic: true,
		answer: healthSchema,
		handle: async (): Promise<z.infer<typeof healthSchema>> => ({status: 'healthy', service: 'autopack-supervisor', version}),
	}),
];
