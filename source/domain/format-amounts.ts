const two = (value: number) => String(value).padStart(2, '0');

/**
`6.5s`, `12m04s`, `1h02m`.
*/
export function formatDuration(durationMs: number): string {
	const seconds = Math.max(0, durationMs) / 1000;
	if (seconds < 59.95) {
		return `${seconds.toFixed(1)}s`;
	}

	const whole = Math.round(seconds);
	const minutes = Math.floor(whole / 60);
	return minutes < 60 ? `${minutes}m${two(whole % 60)}s` : `${Math.floor(minutes / 60)}h${two(minutes % 60)}m`;
}

/**
`840`, `61.2k`, `1.2M`.
*/
export function formatTokens(tokens: number): string {
	if (tokens < 1000) {
		return String(Math.round(tokens));
	}

	const [value, unit] = tokens < 999_950 ? [tokens / 1000, 'k'] : [tokens / 1e6, 'M'];
	return `${value.toFixed(1).replace(/\.0$/v, '')}${unit}`;
}

/**
US dollars. An unknown part is said, never shown as free.
*/
export function formatCost(costUsd: number, hasUnknown: boolean): string {
	const known = `$${costUsd.toFixed(costUsd > 0 && costUsd < 0.01 ? 4 : 2)}`;
	if (!hasUnknown) {
		return known;
	}

	return costUsd === 0 ? 'unknown' : `${known} + unknown`;
}

/**
`1 finding`, `3 findings`.
*/
export const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/**
`+0.7` or `-2.5`, in percentage points.
*/
export function formatDelta(points: number): string {
	const rounded = Math.round(points * 100) / 100;
	return `${rounded < 0 ? '-' : '+'}${Math.abs(rounded)}`;
}

/**
The first seven digits of a commit's id.
*/
export const shortHash = (commit: string): string => commit.slice(0, 7);
