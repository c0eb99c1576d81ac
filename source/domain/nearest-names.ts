import {distance} from 'fastest-levenshtein';

/**
The names that somebody who wrote `name` may have meant, nearest first: those that contain it, or differ from it in at most half of their letters. Case does not count.
*/
export function nearestNames(name: string, candidates: readonly string[], limit = 3): string[] {
	const wanted = name.toLowerCase();
	return [...new Set(candidates)]
		.map(candidate => ({candidate, isPart: candidate.toLowerCase().includes(wanted), edits: distance(wanted, candidate.toLowerCase())}))
		.filter(({candidate, isPart, edits}) => (isPart && wanted !== '') || edits <= Math.max(wanted.length, candidate.length) / 2)
		.toSorted((a, b) => a.edits - b.edits || a.candidate.localeCompare(b.candidate))
		.slice(0, limit)
		.map(({candidate}) => candidate);
}
