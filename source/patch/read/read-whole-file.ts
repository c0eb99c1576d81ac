import {RefusedError} from '../refusal.ts';
import {dedent, findFenceEnd, type Fence} from './fence.ts';
import type {Reply} from './reply.ts';

/**
Reads a fence that holds the whole text of a file; `reply.at` is at its first line.
*/
export function readWholeFile(reply: Reply, path: string, fence: Fence): void {
	const start = reply.at + 1;
	const end = findFenceEnd(reply.lines, start, fence);
	if (end === undefined) {
		throw new RefusedError('truncated', `The fence with the text of ${path} (line ${start} of the reply) is never closed: the reply was cut off. Send the whole file again.`);
	}

	reply.edits.push({type: 'replace', path, content: dedent(reply.lines.slice(start, end), fence.indent).map(line => `${line}\n`).join('')});
	reply.lastWholeFile = path;
	reply.at = end + 1;
}
