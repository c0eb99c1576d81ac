/**
Everything in a text that could be the name of a file, without the punctuation around it.
*/
export const namesIn = (text: string): Set<string> => new Set(text
	.split(/[^\p{Letter}\p{Number}\-.\/_]+/v)
	.map(name => name.replace(/^\.\//v, '').replace(/\.$/v, '')));

/**
Tells whether a path is one of those that the refusals of patches name.
*/
export function refusedFiles(refusals: string[]): (path: string) => boolean {
	const text = refusals.join('\n');
	const names = namesIn(text);
	// A path with a space or a bracket in it is no one name.
	return path => names.has(path) || (/[^\p{Letter}\p{Number}\-.\/_]/v.test(path) && text.includes(path));
}
