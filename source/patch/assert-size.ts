import {namedPaths, type Edit} from './edit.ts';
import type {PatchLimits} from './limits.ts';
import {RefusedError} from './refusal.ts';
import {assertSafePath} from './safe-path.ts';

/**
Refuses edits that are none, too many or too large, or that name an unsafe path.
*/
export function assertSize(edits: readonly Edit[], limits: PatchLimits): void {
	const paths = new Set(edits.flatMap(edit => namedPaths(edit)));
	for (const path of paths) {
		assertSafePath(path);
	}

	if (edits.length === 0) {
		throw new RefusedError('empty', 'The patch holds no edit.');
	}

	const files = new Set(edits.map(edit => edit.path)).size;
	if (files > limits.maxFiles) {
		throw new RefusedError('too_large', `The patch names ${files} files; ${limits.maxFiles} are allowed. Make the change smaller.`);
	}

	const hunks = edits.map(edit => 'hunks' in edit ? edit.hunks.length : 1).reduce((sum, size) => sum + size, 0);
	if (hunks > limits.maxHunks) {
		throw new RefusedError('too_large', `The patch has ${hunks} hunks; ${limits.maxHunks} are allowed. Make the change smaller, or send whole files.`);
	}

	const size = edits.map(edit => sizeOf(edit)).reduce((sum, length) => sum + length, 0);
	if (size > limits.maxBytes) {
		throw new RefusedError('too_large', `The patch is larger than ${limits.maxBytes} characters. Make the change smaller.`);
	}
}

function sizeOf(edit: Edit): number {
	if (!('hunks' in edit)) {
		return edit.content.length;
	}

	let size = 0;
	for (const {lines} of edit.hunks) {
		for (const {text} of lines) {
			size += text.length;
		}
	}

	return size;
}
