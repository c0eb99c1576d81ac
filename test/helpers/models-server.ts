import {once} from 'node:events';
import {createServer, type IncomingMessage, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import {json as readJson} from 'node:stream/consumers';
import {onTestFinished} from 'vitest';
import {readQuestion, requestSchema, type Question} from '../../source/demo/question.ts';
import type {Answer} from './provider-server.ts';
import {wires, type Wire} from './provider-wire.ts';

export type Asked = Question & {
	/**
	The phase's name.
	*/
	phase: string;
	/**
	Counts the questions of this role from this provider, from 1.
	*/
	nth: number;
	headers: IncomingMessage['headers'];
	atMs: number;
	/**
	Writes text in the format that was asked for, or, beside it, an error.
	*/
	wire: Wire;
};

/**
A text is said in the format of whoever asks; an `Answer` is given as it is.
*/
export type Models = (asked: Asked) => string | Answer;

export const approval = JSON.stringify({approved: true, issues: [], messages: []});

export const rejection = (description: string): string => JSON.stringify({
	approved: false,
	issues: [{
		severity: 'major', category: 'correctness', description, location: 'one.txt:1', suggestion: null,
	}],
	messages: [],
});

/**
Adds one file for a phase, named after it; every attempt writes another text.
*/
export const wholeFile = (file: string, text: string): string => `Here it is.\n\n${file}\n\`\`\`\n${text}\n\`\`\`\n`;

/**
Does what every phase asks for at once, and approves.
*/
export const goodModels: Models = ({role, phase, attempt}) => role === 'builder' ? wholeFile(`${phase}.txt`, `${phase}, attempt ${attempt}`) : approval;

/**
Models of both providers on a loopback port, until the test ends. Each reply uses 1050 tokens.
*/
export async function startModels(models: Models = goodModels): Promise<{url: string; asked: Asked[]}> {
	const asked: Asked[] = [];
	const answer = async (request: IncomingMessage, response: ServerResponse) => {
		const wire = wires.find(({path}) => request.url?.endsWith(path.replace(/^\/v1/v, '')))!;
		const question = readQuestion(wire.provider, requestSchema.parse(await readJson(request)));
		const nth = asked.filter(({role, provider}) => role === question.role && provider === question.provider).length + 1;
		const whole = {
			...question, nth, wire, headers: request.headers, atMs: performance.now(), phase: /^# Phase: (?<name>.+)$/mv.exec(question.prompt)!.groups!.name!,
		};
		asked.push(whole);
		const said = models(whole);
		if (typeof said === 'string') {
			response.writeHead(200, {'content-type': 'text/event-stream'}).end(wire.whole(said));
		} else {
			said(response);
		}
	};

	const server = createServer((request, response) => {
		void answer(request, response);
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	onTestFinished(async () => {
		const closed = once(server, 'close');
		server.close();
		server.closeAllConnections();
		await closed;
	});
	return {url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked};
}
