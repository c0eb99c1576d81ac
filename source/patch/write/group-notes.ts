/**
A note on one hunk, as a predicate of "hunk N".
*/
export type HunkNote = {hunk: number; text: string};

const elsewhere = /^was found at line \d+, not where its header says$/v;

/**
The notes on a file's hunks as sentences, in their order; what is true of several hunks is said once.
*/
export function groupNotes(path: string, notes: readonly HunkNote[]): string[] {
	const hunks = new Map<string, number[]>();
	for (const {hunk, text} of notes) {
		const key = elsewhere.test(text) ? 'elsewhere' : text;
		hunks.set(key, [...hunks.get(key) ?? [], hunk]);
	}

	return [...hunks].map(([key, numbers]) => numbers.length === 1 ? `${path}: hunk ${numbers[0]!} ${key === 'elsewhere' ? notes.find(({text}) => elsewhere.test(text))!.text : key}` : `${path}: hunks ${numbers.join(', ')} ${key === 'elsewhere' ? 'were not found where their headers say' : key}`);
}
