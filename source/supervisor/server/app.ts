import type {HttpBindings} from '@hono/node-server';
import {Hono, type Context} from 'hono';
import {bodyLimit} from 'hono/body-limit';
import type {ContentfulStatusCode} from 'hono/utils/http-status';
import {dashboardRoutes} from './dashboard-routes.ts';
import {eventRoutes} from './event-routes.ts';
import {healthRoutes} from './health-routes.ts';
import {HttpError} from './http-error.ts';
import {issueRoutes} from './issue-routes.ts';
import {metricsRoutes} from './metrics-routes.ts';
import {openApiRoute} from './openapi.ts';
import {phaseRoutes} from './phase-routes.ts';
import {reportRoutes} from './report-routes.ts';
import {requireApiKey} from './require-api-key.ts';
import {resultRoutes} from './result-routes.ts';
import type {RawRequest, Route} from './route.ts';
import {runRoutes} from './run-routes.ts';
import type {SupervisorContext} from './supervisor-context.ts';

const bodyLimitBytes = 16 * 1024 * 1024;

/**
In process there are no sockets, and so no bindings.
*/
type Environment = {Bindings: Partial<HttpBindings>};
export type SupervisorApp = Hono<Environment>;

export type SupervisorAppOptions = Omit<SupervisorContext, 'now'> & {
	/**
	Without it the server is open to whoever can reach it.
	*/
	apiKey?: string;
	now?: () => Date;
};

/**
The Supervisor API over a journal: `app.fetch` serves it in process, `listen()` on a port.
*/
export function createSupervisorApp({apiKey, now = () => new Date(), ...rest}: SupervisorAppOptions): SupervisorApp {
	const app: SupervisorApp = new Hono();
	const requireKey = apiKey ? requireApiKey(apiKey) : undefined;
	app.notFound(context => context.json({detail: 'Not Found'}, 404));
	app.onError(answerError);
	for (const route of routeTable({now, ...rest})) {
		app.on(route.method.toUpperCase(), route.path.replaceAll(/\{(?<name>\w+)\}/gv, ':$<name>'), async (context, next) => {
			if (!route.isPublic) {
				requireKey?.(context.req.header('x-api-key'));
			}

			await next();
		}, limitBody, async context => answer(context, route));
	}

	return app;
}

/**
Every endpoint; the OpenAPI document is written from the same table.
*/
function routeTable(context: SupervisorContext): Route[] {
	const routes = [
		...healthRoutes(context),
		...runRoutes(context),
		...phaseRoutes(context),
		...resultRoutes(context),
		...issueRoutes(context),
		...eventRoutes(context),
		...metricsRoutes(context),
		...reportRoutes(context),
		...dashboardRoutes(context),
	];
	return [...routes, openApiRoute(routes, context.version)];
}

const limitBody = bodyLimit({
	maxSize: bodyLimitBytes,
	onError() {
		throw new HttpError(413, 'The body is larger than 16 MB');
	},
});

async function answer(context: Context<Environment>, route: Route): Promise<Response> {
	const request: RawRequest = {
		params: context.req.param(),
		query: context.req.query(),
		header: name => context.req.header(name),
		text: async () => context.req.text(),
		remoteAddress: context.env?.incoming?.socket.remoteAddress,
	};
	const result = await route.respond(request);
	return result instanceof Response ? result : Response.json(result, {status: route.status});
}

function answerError(error: Error, context: Context<Environment>): Response {
	return error instanceof HttpError
		? context.json({detail: error.detail}, error.status as ContentfulStatusCode, error.headers)
		: context.json({detail: `Internal Server Error: ${error.message}`}, 500);
}
