import type {CommandContext} from '../compose/command-context.ts';
import {cleanLines} from '../domain/one-line.ts';
import {formatJsonLine} from '../output/ndjson.ts';
import {toAscii} from '../output/to-ascii.ts';
import {createLineWriter} from '../output/write-stream.ts';
import type {PatchedFile} from './patch-files.ts';
import type {PatchOutcome} from './patch-outcome.ts';

const letters: Record<PatchedFile['status'], string> = {
	added: 'A', modified: 'M', deleted: 'D', renamed: 'R',
};

/**
Says what became of a patch: one line of JSON on standard output, or lines for a person, of which a refusal goes to standard error.
*/
export async function reportPatch(outcome: PatchOutcome, {config: {settings}, stdout, stderr}: Pick<CommandContext, 'config' | 'stdout' | 'stderr'>): Promise<void> {
	const writer = createLineWriter(settings.json || outcome.ok ? stdout : stderr);
	const lines = settings.json ? [formatJsonLine(outcome)] : linesOf(outcome).flatMap(line => cleanLines(settings.ascii ? toAscii(line) : line));
	for (const line of lines) {
		await writer.write(line);
	}

	await writer.flush();
}

function linesOf(outcome: PatchOutcome): string[] {
	if (!outcome.ok) {
		return [`Refused (${outcome.code}); nothing was changed.`, outcome.message];
	}

	return [
		...outcome.files.map(file => fileLine(file)),
		...outcome.notes.map(note => `note: ${note}`),
		...outcome.check ? ['This was a check; nothing was written.'] : [],
	];
}

const fileLine = ({path, from, status, added, removed, executable}: PatchedFile): string =>
	`${letters[status]} ${from === undefined ? '' : `${from} → `}${path}  +${added} −${removed}${executable ? '  executable' : ''}`;
