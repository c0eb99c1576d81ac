import {createHash, timingSafeEqual} from 'node:crypto';
import {HttpError} from './http-error.ts';

const digest = (text: string) => createHash('sha256').update(text).digest();

/**
A guard that throws a 403 unless the given key is the server's. Digests have one length, so the comparison tells nothing of the key, not even how long it is.
*/
export function requireApiKey(apiKey: string): (given: string | undefined) => void {
	const expected = digest(apiKey);
	return given => {
		if (!timingSafeEqual(digest(given ?? ''), expected)) {
			throw new HttpError(403, 'Invalid or missing API key. Set X-API-Key header.');
		}
	};
}
