import * as fc from 'fast-check';
import {expect, test} from 'vitest';
import {createStreamRedactor} from '../../source/secrets/redact-stream.ts';
import {awsKeyId, awsSecretKey, privateKey} from '../helpers/made-up-secrets.ts';

function stream(pieces: string[]): string[] {
	const shown: string[] = [];
	const redactor = createStreamRedactor(text => {
		shown.push(text);
	});
	for (const piece of pieces) {
		redactor.push(piece);
	}

	redactor.end();
	return shown;
}

/**
The text in pieces of the given lengths, over and over.
*/
function cut(text: string, lengths: number[]): string[] {
	const pieces: string[] = [];
	for (let at = 0; at < text.length; at += pieces.at(-1)!.length) {
		pieces.push(text.slice(at, at + lengths[pieces.length % lengths.length]!));
	}

	return pieces;
}

const key = privateKey().trim();
const lengths = fc.array(fc.integer({min: 1, max: 60}), {minLength: 1, maxLength: 8});

test('wherever a secret is cut, none of it comes through', () => {
	const text = `Set this:\n\nid = "${awsKeyId}"\naws_secret_access_key = "${awsSecretKey}"\nURL = "https://deploy:s3cret-99@git.acme.io"\n\n${key}\n\nThat is all.\n`;
	fc.assert(fc.property(lengths, sizes => {
		expect(stream(cut(text, sizes)).join('')).toBe('Set this:\n\nid = "[redacted]"\naws_secret_access_key = "[redacted]"\nURL = "https://[redacted]"\n\n[redacted]\n\nThat is all.\n');
	}));
});

test('other text comes through unchanged, word by word', () => {
	const text = `if "-----BEGIN RSA PRIVATE KEY-----" in text:\n\tfail("no secrets")\n\n${'a'.repeat(5000)} and so on\n`;
	fc.assert(fc.property(lengths, sizes => {
		expect(stream(cut(text, sizes)).join('')).toBe(text);
	}));
	expect(stream(['one t', 'wo\nthree', ' four'])).toEqual(['one ', 'two\n', 'three ', 'four']);
});

test('a key that breaks off is not shown', () => {
	expect(stream(cut(`Here:\n${key.slice(0, 500)}`, [7])).join('')).toBe('Here:\n[redacted]');
});
