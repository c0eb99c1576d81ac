import type {Draft} from './draft.ts';
import {envelopeLines} from './formats/envelope.ts';
import {searchReplaceLines} from './formats/search-replace.ts';
import {unifiedLines} from './formats/unified.ts';
import {wholeLines} from './formats/whole.ts';

/**
The reply of a draft: its files in its format and style, then what happens to the text.
*/
export function render(draft: Draft): string {
	let text = `${dressedLines(draft).join('\n')}\n`;
	for (const change of draft.onText) {
		text = change(text);
	}

	return text;
}

function dressedLines({format, files, style}: Draft): string[] {
	switch (format) {
		case 'search-replace': {
			return files.flatMap(file => searchReplaceLines(file, style));
		}

		case 'whole': {
			return files.flatMap(file => wholeLines(file, style));
		}

		case 'envelope': {
			const body = [style.begin, ...files.flatMap(file => envelopeLines(file, style)), style.end].filter(line => line !== '\0');
			return style.fence === '' ? body : [`${style.fence}${style.info}`, ...body, style.fence];
		}

		case 'unified': {
			if (style.fence === '') {
				return files.flatMap(file => unifiedLines(file));
			}

			const parts = style.fencePerFile ? files.map(file => [file]) : [files];
			return parts.flatMap(part => [`${style.fence}${style.info}`, ...part.flatMap(file => unifiedLines(file)), style.fence]);
		}
	}
}
