const two = (value: number) => String(value).padStart(2, '0');

/**
`0m48s`, `12m04s`, `1h02m`.
*/
export function formatDuration(durationMs: number): string {
	const seconds = Math.max(0, Math.floor(durationMs / 1000));
	const minutes = Math.floor(seconds / 60);
	return minutes < 60 ? `${minutes}m${two(seconds % 60)}s` : `${Math.floor(minutes / 60)}h${two(minutes % 60)}m`;
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
US dollars; an unknown part is said, never shown as free.
*/
export const formatCost = (costUsd: number, hasUnknown: boolean): string =>
	hasUnknown ? `$${costUsd.toFixed(2)} + unknown` : `$${costUsd.toFixed(2)}`;

/**
`3 findings`, `1 finding`.
*/
export const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
