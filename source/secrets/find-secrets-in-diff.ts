import {diffLines, type DiffLine} from '../domain/changed-lines.ts';
import {findAllSecrets} from './find-all-secrets.ts';

/**
`line` counts from 1, in the new file; `kind` is in words such as `an AWS key`.
*/
type PlacedSecret = {path: string; line: number; kind: string};

const maxSecrets = 100;

/**
The secrets in the added lines of a git diff, file by file. What the same diff removes somewhere was in the repository before: it was moved, not added. At most a hundred.
*/
export async function findSecretsInDiff(diff: string): Promise<PlacedSecret[]> {
	const lines = diffLines(diff);
	const removed = lines.filter(({kind}) => kind === 'removed').map(({text}) => text).join('\n');
	const found: PlacedSecret[] = [];
	for (const [path, shown] of Map.groupBy(lines.filter(({kind}) => kind !== 'removed'), line => line.path)) {
		const file = textOf(shown);
		for (const secret of await findAllSecrets(file.text, path)) {
			const line = file.firstAdded(secret.index, secret.index + secret.text.length);
			if (found.length === maxSecrets) {
				return found;
			}

			if (line !== undefined && !removed.includes(secret.text)) {
				found.push({path, line, kind: secret.kind});
			}
		}
	}

	return found;
}

/**
The new lines that a diff shows of a file, with a blank one for each gap. A key may be new though its first line was there before.
*/
function textOf(lines: DiffLine[]) {
	const parts: string[] = [];
	const starts: Array<{index: number; line: DiffLine}> = [];
	let index = 0;
	let next = 1;
	for (const line of lines) {
		const text = line.line === next ? line.text : `\n\n${line.text}`;
		starts.push({index: index + text.length - line.text.length, line});
		parts.push(text);
		index += text.length + 1;
		next = line.line + 1;
	}

	return {
		text: parts.join('\n'),
		firstAdded: (from: number, to: number): number | undefined =>
			starts.find(start => start.line.kind === 'added' && start.index < to && start.index + start.line.text.length > from)?.line.line,
	};
}
