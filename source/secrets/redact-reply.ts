import type {ReplySecret} from '../domain/event.ts';
import type {Secret} from '../domain/secret.ts';
import {newLines, type Edit} from '../patch/edit.ts';
import {parseReply} from '../patch/parse-reply.ts';
import {findAllSecrets} from './find-all-secrets.ts';

const maxSecrets = 100;

/**
Takes the secrets out of a Builder's reply and says where they were. What stands in one of the `known` texts, which the model was shown, is not of its making and stays.
Of a reply with more than a hundred nothing is left.
*/
export async function redactReply(reply: string, known: string[]): Promise<{text: string; secrets: ReplySecret[]}> {
	const isNew = ({text}: Secret) => known.every(shown => !shown.includes(text));
	const files = textsIn(reply);
	const inReply = (await findAllSecrets(withoutPrefixes(reply), files.length > 0 ? 'reply.md' : ''))
		.filter(secret => isNew(secret))
		.map(secret => ({...secret, written: reply.slice(secret.index, secret.index + secret.text.length)}));
	if (inReply.length > maxSecrets) {
		return {text: '[redacted]', secrets: inReply.slice(0, maxSecrets).map(secret => placeOf(secret, secret.index, undefined))};
	}

	const inFiles: Array<Secret & {path: string}> = [];
	for (const {path, text} of files) {
		const found = (await findAllSecrets(text, path)).filter(secret => isNew(secret) && inReply.every(other => !isPart(secret, other)));
		inFiles.push(...found.map(secret => ({...secret, path})));
	}

	return {
		text: redact(reply, {places: inReply, words: [...inReply.flatMap(({text, written}) => [text, written]), ...inFiles.map(({text}) => text)].flatMap(text => linesOf(text))}),
		secrets: [
			...inReply.map(secret => placeOf(secret, secret.index, files.find(({text}) => text.includes(linesOf(secret.text)[0]!))?.path)),
			...inFiles.map(secret => placeOf(secret, reply.indexOf(linesOf(secret.text)[0]!), secret.path)),
		],
	};

	function placeOf({kind}: Secret, index: number, path: string | undefined): ReplySecret {
		return {kind, line: reply.slice(0, index).split('\n').length, ...path !== undefined && {path}};
	}
}

/**
What the reply would write, file by file; nothing where it cannot be read.
*/
function textsIn(reply: string): Array<{path: string; text: string}> {
	const parsed = parseReply(reply);
	return parsed.ok ? parsed.edits.map(edit => ({path: edit.path, text: textOf(edit)})) : [];
}

const textOf = (edit: Edit): string => edit.type === 'create' || edit.type === 'replace'
	? edit.content
	: edit.hunks.map(({lines}) => newLines(lines).join('\n')).join('\n\n');

/**
A place in the result is the same place in the reply. Between the lines of a key in a diff there is a `+`, which is also a character of keys.
*/
const withoutPrefixes = (reply: string): string => reply.replaceAll(/^\+/gmv, ' ');

const isPart = (secret: Secret, {text, written}: {text: string; written: string}): boolean =>
	linesOf(secret.text).every(line => text.includes(line) || written.includes(line));

const linesOf = (secret: string): string[] => secret.split('\n').map(line => line.trim()).filter(line => line.length >= 4);

function redact(reply: string, {places, words}: {places: Secret[]; words: string[]}): string {
	const withoutPlaces = places.reduceRight((text, secret) => `${text.slice(0, secret.index)}[redacted]${text.slice(secret.index + secret.text.length)}`, reply);
	return words.toSorted((a, b) => b.length - a.length).reduce((text, word) => text.replaceAll(word, '[redacted]'), withoutPlaces);
}
