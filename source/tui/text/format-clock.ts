const two = (value: number) => String(value).padStart(2, '0');

/**
Time that goes on while one looks, to the second: `0m48s`, `12m04s`, `1h02m`.
*/
export function formatClock(durationMs: number): string {
	const seconds = Math.max(0, Math.floor(durationMs / 1000));
	const minutes = Math.floor(seconds / 60);
	return minutes < 60 ? `${minutes}m${two(seconds % 60)}s` : `${Math.floor(minutes / 60)}h${two(minutes % 60)}m`;
}
