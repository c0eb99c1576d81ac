import * as z from 'zod';
import type {ServerKind} from './render-report.ts';
import {notAutopackError, requestJson, type Connection} from './request-json.ts';
import {SupervisorError} from './supervisor-error.ts';

const healthSchema = z.object({status: z.literal('healthy'), service: z.string().optional()});
const documentSchema = z.object({paths: z.record(z.string(), z.unknown())});
const builderResultPath = '/runs/{run_id}/phases/{phase_id}/builder_result';

/**
Asks a server what it is. Ours says so in `/health`; the classic one is told from a stranger's `{"status":"healthy"}` by its OpenAPI document.
Where that document is switched off, the health answer is taken at its word.
*/
export async function findServerKind(connection: Connection): Promise<ServerKind> {
	const health = healthSchema.safeParse(await requestOwn(connection, '/health'));
	if (!health.success) {
		throw notAutopackError(`${connection.baseUrl}/health`);
	}

	if (health.data.service === 'autopack-supervisor') {
		return 'autopack';
	}

	const document = documentSchema.safeParse(await requestDocument(connection));
	if (document.success && !(Object.hasOwn(document.data.paths, builderResultPath))) {
		throw notAutopackError(connection.baseUrl);
	}

	return 'classic';
}

/**
A server that has no `/health` at all is a stranger.
*/
async function requestOwn(connection: Connection, path: string): Promise<unknown> {
	try {
		return await requestJson(connection, {path});
	} catch (error) {
		throw error instanceof SupervisorError && error.isPermanent ? notAutopackError(connection.baseUrl + path, error.status) : error;
	}
}

async function requestDocument(connection: Connection): Promise<unknown> {
	try {
		return await requestJson(connection, {path: '/openapi.json'});
	} catch (error) {
		if (error instanceof SupervisorError && error.status !== undefined && error.status < 500) {
			return undefined;
		}

		throw error;
	}
}
