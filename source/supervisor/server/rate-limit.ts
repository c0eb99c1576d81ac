import {HttpError} from './http-error.ts';

const minuteMs = 60_000;

/**
A limit of requests in any 60 seconds for each address; the request above it gets a 429 that says when to come again. Calls in process have no address and no limit.
*/
export function createRateLimit({perMinute, now}: {perMinute: number; now: () => Date}) {
	const accepted = new Map<string, number[]>();
	return (address: string | undefined): void => {
		if (address === undefined) {
			return;
		}

		const nowMs = now().getTime();
		for (const [key, times] of accepted) {
			const recent = times.filter(time => nowMs - time < minuteMs);
			if (recent.length > 0) {
				accepted.set(key, recent);
			} else {
				accepted.delete(key);
			}
		}

		const times = accepted.get(address) ?? [];
		if (times.length >= perMinute) {
			const waitSeconds = Math.ceil((times[0]! + minuteMs - nowMs) / 1000);
			throw new HttpError(429, `Rate limit exceeded: ${perMinute} per 1 minute. Try again in ${waitSeconds} s.`, {'retry-after': String(waitSeconds)});
		}

		accepted.set(address, [...times, nowMs]);
	};
}
