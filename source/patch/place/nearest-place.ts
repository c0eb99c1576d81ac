const maxQuoted = 20;
const maxVotesPerLine = 6;
const maxHitsPerToken = 500;

/**
Where in the file most of the wanted lines stand in their order, compared ever more loosely: as text, as letters and digits, by their words. 0-based.
*/
function nearestPlace(lines: readonly string[], wanted: readonly string[]): number | undefined {
	return vote(lines, wanted, line => [line.trim()])
		?? vote(lines, wanted, line => [line.toLowerCase().replaceAll(/[^\p{Letter}\p{Number}]/gv, '')])
		?? vote(lines, wanted, line => line.toLowerCase().match(/[\p{Letter}\p{Number}_]{3,60}/gv) ?? []);
}

function vote(lines: readonly string[], wanted: readonly string[], tokensOf: (line: string) => string[]): number | undefined {
	const positions = new Map<string, number[]>();
	for (const [index, line] of wanted.entries()) {
		for (const token of new Set(tokensOf(line))) {
			const known = positions.get(token) ?? [];
			if (token !== '' && known.length < maxVotesPerLine) {
				positions.set(token, [...known, index]);
			}
		}
	}

	const hits = new Map<string, number>();
	const votes = new Map<number, number>();
	let best: number | undefined;
	for (const [index, line] of lines.entries()) {
		for (const token of new Set(tokensOf(line))) {
			for (const position of takeHit(hits, token, positions.get(token))) {
				const start = index - position;
				votes.set(start, (votes.get(start) ?? 0) + token.length);
				best = best === undefined || votes.get(start)! > votes.get(best)! ? start : best;
			}
		}
	}

	return best;
}

/**
A token that stands everywhere says nothing of the place: it votes for the first 500 lines that have it.
*/
function takeHit(hits: Map<string, number>, token: string, positions: number[] = []): number[] {
	const hit = (hits.get(token) ?? 0) + 1;
	if (positions.length > 0) {
		hits.set(token, hit);
	}

	return hit > maxHitsPerToken ? [] : positions;
}

/**
The part of the file that a hunk probably means, with line numbers, at most 20 lines, and the first line that differs. `line` (from 1) is where it is.
*/
export function quoteNearest(lines: readonly string[], wanted: readonly string[], stated?: number): {quote: string; line?: number} {
	if (lines.length === 0) {
		return {quote: 'The file is empty.'};
	}

	const near = nearestPlace(lines, wanted) ?? (stated !== undefined && stated >= 0 && stated < lines.length ? stated : undefined);
	if (near === undefined) {
		return {quote: `No line of it resembles one of the file, which has ${lines.length} lines and begins:\n${quoteLines(lines, 0, 10)}`};
	}

	const difference = firstDifference(lines, wanted, near);
	const from = difference !== undefined && difference - near > maxQuoted - 8 ? difference - (maxQuoted / 2) : near - 1;
	const quote = `The nearest place in the file:\n${quoteLines(lines, from, Math.min(maxQuoted, wanted.length + 3))}`
		+ (difference === undefined ? '' : `\n${describeDifference(lines, wanted, {near, difference})}`);
	return {quote, line: Math.max(0, difference ?? near) + 1};
}

function firstDifference(lines: readonly string[], wanted: readonly string[], near: number): number | undefined {
	const index = wanted.findIndex((text, offset) => lines[near + offset] !== text);
	return index === -1 ? undefined : near + index;
}

function describeDifference(lines: readonly string[], wanted: readonly string[], {near, difference}: {near: number; difference: number}): string {
	const text = JSON.stringify(shorten(wanted[difference - near]!));
	const line = lines[difference];
	return line === undefined
		? `The patch has ${text} where the file has no line ${difference + 1}.`
		: `Line ${difference + 1} of the file is ${JSON.stringify(shorten(line))}, the patch has ${text}.`;
}

/**
Lines with their numbers, such as `  12 | return x`.
*/
export function quoteLines(lines: readonly string[], from: number, count: number): string {
	const start = Math.max(0, from);
	return lines.slice(start, start + count).map((line, index) => `${String(start + index + 1).padStart(5)} | ${shorten(line)}`).join('\n');
}

function shorten(line: string): string {
	const text = line.endsWith('\r') ? line.slice(0, -1) : line;
	return text.length > 160 ? `${text.slice(0, 160)}…` : text;
}
