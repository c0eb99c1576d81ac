/**
What a response asks to wait, in milliseconds, or undefined. `retry-after` is in seconds or a date (RFC 9110, 10.2.3); both providers also send `retry-after-ms`.
*/
export function retryAfterMs(headers: Headers, now: number): number | undefined {
	const milliseconds = headers.get('retry-after-ms');
	if (milliseconds !== null && isCount(milliseconds)) {
		return Number(milliseconds);
	}

	const value = headers.get('retry-after');
	if (value === null) {
		return undefined;
	}

	if (isCount(value)) {
		return Number(value) * 1000;
	}

	const date = Date.parse(value);
	return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

const isCount = (text: string): boolean => /^\d+(?:\.\d+)?$/v.test(text.trim());
