import {findPrivateKeys} from '../domain/private-keys.ts';
import {findSecrets} from '../domain/secrets.ts';

const keyStart = /-----BEGIN/v;
const keyEnd = /-----END [^\n]{0,60}-----/v;
const longestWord = 2000;
const longestKey = 20_000;
const beginning = 700;

/**
Passes text on as it comes, with the secrets taken out that are known by their shape alone. A word that is not yet at its end is held back, so is a line about a secret and what may be a private key.
*/
export function createStreamRedactor(onText: (text: string) => void): {push: (text: string) => void; end: () => void} {
	let held = '';
	const release = (length: number) => {
		if (length > 0) {
			onText(redactFound(held.slice(0, length)));
			held = held.slice(length);
		}
	};

	return {
		push(text) {
			held += text;
			release(safeLength(held));
		},
		end() {
			release(held.length);
		},
	};
}

/**
How much of the text no later text can turn into a part of a secret.
*/
function safeLength(text: string): number {
	const start = text.search(keyStart);
	const closing = start === -1 ? undefined : keyEnd.exec(text.slice(start));
	if (start !== -1 && !closing && text.length - start < longestKey && mayBeKey(text.slice(start))) {
		return start;
	}

	const line = text.lastIndexOf('\n') + 1;
	const word = Math.max(line, text.lastIndexOf(' ') + 1, text.lastIndexOf('\t') + 1);
	const afterKey = closing ? start + closing.index + closing[0].length : 0;
	const end = Math.max(afterKey, /secret|:\/\//iv.test(text.slice(line)) ? line : word);
	return text.length - end > longestWord ? text.length : end;
}

/**
After two lines it is known whether they are those of a key or of code that recognizes one.
*/
const mayBeKey = (text: string): boolean => text.split('\n', 4).length < 4 || findPrivateKeys(text.slice(0, beginning)).some(({index}) => index === 0);

const redactFound = (text: string): string => findSecrets(text, '')
	.toSorted((a, b) => b.index - a.index)
	.reduce((result, secret) => `${result.slice(0, secret.index)}[redacted]${result.slice(secret.index + secret.text.length)}`, text);
