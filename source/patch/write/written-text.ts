import {findSecrets} from '../../domain/secrets.ts';
import {RefusedError} from '../refusal.ts';
import {hasElision} from './elision.ts';

/**
A key may be new though another's border was there before.
*/
const keyBorder = '-----';
const conflictMarker = /^(?:<{7}|>{7}|\|{7})(?:\s.{0,1000})?$/v;

/**
Refuses a new text that models write by mistake: conflict markers, placeholders for code that was left out, keys.
Lines that were in the file before are not judged.
*/
export function assertWritable(path: string, before: readonly string[], after: readonly string[]): void {
	const known = new Set(before);
	const followerOf = createFollowers(before);
	const secretAt = findSecretLines(path, after.map(line => known.has(line) && !line.includes(keyBorder) ? '' : line));
	for (const [index, line] of after.entries()) {
		if (known.has(line)) {
			continue;
		}

		const where = `${path}: line ${index + 1} of the new text`;
		if (conflictMarker.test(line.trimEnd())) {
			throw new RefusedError('conflict_markers', `${where} is a conflict marker: ${line.slice(0, 200)}. Send the text without it.`);
		}

		const secret = secretAt.get(index);
		if (secret !== undefined) {
			throw new RefusedError('secret', `${where} holds what looks like ${secret}. Secrets must not be committed: read it from the environment instead.`);
		}

		if (hasElision(path, line, {previous: previousText(after, index), followerOf})) {
			throw new RefusedError('elided', `${where} stands for code that was left out: ${line.trim().slice(0, 200)}. Write every line in full, or send an edit of only the lines that change.`);
		}
	}
}

/**
The lines that hold a secret or a part of one, by index from 0, with its kind in words.
*/
function findSecretLines(path: string, lines: readonly string[]): Map<number, string> {
	const text = lines.join('\n');
	return new Map(findSecrets(text, path).flatMap(({kind, text: secret, index}) => {
		const first = text.slice(0, index).split('\n').length - 1;
		return secret.split('\n').map((_, at) => [first + at, kind] as const);
	}));
}

/**
Tells, of a line of the old text that opens a block, the line after it. Looks only when it is asked.
*/
function createFollowers(lines: readonly string[]): (line: string) => string | undefined {
	let next: Map<string, string> | undefined;
	return line => {
		next ??= new Map(lines.flatMap((text, index) => text.trimEnd().endsWith(':') ? [[text.trim(), (lines[index + 1] ?? '').trim()]] : []));
		return next.get(line);
	};
}

function previousText(lines: readonly string[], index: number): string {
	const previous = lines[index - 1] ?? '';
	return (previous.trim() === '' ? lines[index - 2] ?? '' : previous).trim();
}
