import {readdir, readFile} from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import {reviewSchema} from '../domain/finding.ts';
import type {Question} from './question.ts';

/**
What a scripted model says. `length`: it is cut off at the token limit there.
*/
export type ScriptedReply = {text: string; finish: 'stop' | 'length'};

/**
`when` is a text that only the diff of one attempt has: a review fits what it reviews, also after a restart.
*/
type ScriptedReview = ScriptedReply & {when?: string};

export type PhaseScript = {
	/**
	By attempt; attempts beyond the last get the last.
	*/
	builder: ScriptedReply[];
	/**
	By provider; the first that fits, else the last.
	*/
	auditors: Map<string, ScriptedReview[]>;
};

const reviewFileSchema = z.object({
	when: z.string().optional(),
	review: z.object({
		...reviewSchema.shape,
		issues: z.array(z.object({...reviewSchema.shape.issues.element.shape, suggestion: z.string().nullable()})),
	}),
});
const fileName = /^(?:builder|auditor-(?<provider>\w+))-\d+\.(?:md|json)$/v;
const cutOff = '---\nfinish: length\n---\n';

/**
Reads the scripts of a folder that has a folder for each phase, with `builder-1.md`, `builder-2.md` … and `auditor-<provider>-1.json` ….
A builder's file that begins with `finish: length` between two lines of `---` is a reply that is cut off.
*/
export async function readScripts(directory: string): Promise<Map<string, PhaseScript>> {
	const phaseIds = await readdir(directory);
	return new Map(await Promise.all(phaseIds.map(async phaseId =>
		[phaseId, await readScript(path.join(directory, phaseId))] as const)));
}

async function readScript(directory: string): Promise<PhaseScript> {
	const script: PhaseScript = {builder: [], auditors: new Map()};
	const names = await readdir(directory);
	for (const name of names.toSorted()) {
		const match = fileName.exec(name);
		if (!match) {
			throw new Error(`${path.join(directory, name)} is neither builder-N.md nor auditor-PROVIDER-N.json.`);
		}

		const text = await readFile(path.join(directory, name), 'utf8');
		const {provider} = (match.groups!);
		if (provider === undefined) {
			script.builder.push(parseBuilderFile(text));
		} else {
			const {when, review} = reviewFileSchema.parse(JSON.parse(text));
			const reviews = script.auditors.get(provider) ?? [];
			script.auditors.set(provider, [...reviews, {text: JSON.stringify(review), finish: 'stop', when}]);
		}
	}

	return script;
}

const parseBuilderFile = (text: string): ScriptedReply => text.startsWith(cutOff)
	? {text: text.slice(cutOff.length), finish: 'length'}
	: {text, finish: 'stop'};

/**
The reply to a question. An auditor without a script of its own says what the phase's other auditor says.
*/
export function chooseReply(script: PhaseScript, {role, provider, attempt, prompt}: Question): ScriptedReply {
	if (role === 'builder') {
		return script.builder[attempt - 1] ?? script.builder.at(-1)!;
	}

	const reviews = script.auditors.get(provider) ?? script.auditors.values().next().value!;
	return reviews.find(({when}) => when !== undefined && prompt.includes(when)) ?? reviews.at(-1)!;
}
