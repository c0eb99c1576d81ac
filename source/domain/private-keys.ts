import {isPlaceholder} from './placeholder.ts';
import type {Secret} from './secret.ts';

const header = /-----BEGIN (?:[0-9A-Z]+ )*PRIVATE KEY(?: BLOCK)?-----/gv;
const footer = /-----END (?:[0-9A-Z]+ )*PRIVATE KEY(?: BLOCK)?-----/v;

// What may stand between the lines of a key: in source code, in JSON, in a diff; and the fields of an encrypted one
const between = /(?:\\[nr]|[bfru]{0,2}["'`]|[\s#\(\)+,;>\[\\\]\|]|[A-Z][\-A-Za-z]{1,20}: [^\n\\]{0,200}(?:\n|\\n)){0,500}/vy;
const data = /[+\/0-9=A-Za-z]{0,10000}/vy;
const shortestLine = 32;
const longestKey = 20_000;

/**
Blocks of private keys, whole or cut off. The bare header, as code has it that recognizes a key, is none unless the text ends with it.
*/
export const findPrivateKeys = (text: string): Secret[] => text.matchAll(header).flatMap(({0: opening, index}) => {
	const rest = text.slice(index + opening.length, index + opening.length + longestKey);
	const before = text.slice(Math.max(0, index - 80), index);
	const isAlone = before.slice(before.lastIndexOf('\n') + 1).trim() === '' && rest.trim() === '';
	if (!startsWithKey(rest) && !isAlone) {
		return [];
	}

	const closing = footer.exec(rest);
	return [{kind: 'a private key', text: opening + rest.slice(0, closing ? closing.index + closing[0].length : lengthOfKey(rest)), index}];
}).toArray();

function startsWithKey(text: string): boolean {
	const start = matchAt(between, text, 0).length;
	const line = matchAt(data, text, start);
	return line.length >= shortestLine && !text.startsWith('...', start + line.length) && !isPlaceholder(line.slice(0, 64));
}

function lengthOfKey(text: string): number {
	let length = 0;
	let line: string;
	do {
		length += matchAt(between, text, length).length;
		line = matchAt(data, text, length);
		length += line.length;
	} while (line !== '');

	return length;
}

function matchAt(pattern: RegExp, text: string, index: number): string {
	pattern.lastIndex = index;
	return pattern.exec(text)![0];
}
