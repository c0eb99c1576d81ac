import {envelope} from './reply-formats/envelope.ts';
import {searchReplace} from './reply-formats/search-replace.ts';
import {unifiedDiff} from './reply-formats/unified-diff.ts';
import {wholeFile} from './reply-formats/whole-file.ts';

/**
The formats that a Builder can be asked for. Whatever it is asked for, it may answer in any of them.
*/
export const replyFormats = ['envelope', 'search-replace', 'whole-file', 'diff'] as const;

export type ReplyFormat = (typeof replyFormats)[number];

const texts: Record<ReplyFormat, string> = {
	envelope, 'search-replace': searchReplace, 'whole-file': wholeFile, diff: unifiedDiff,
};

/**
What the Builder's prompt says of the form of an answer. The text is itself a reply in that format: its examples are what it asks for.
*/
export const replyFormatInstructions = (format: ReplyFormat): string => `Answer with edits to files. Explanations outside the edits are allowed and are ignored. Paths are relative to the repository's root.

${texts[format]}

Rules:
- Write every line that belongs to the result. Never leave code out with "..." or "rest unchanged": such an answer is refused.
- Delete only files whose text you were shown.
- Never write conflict markers, secrets, symbolic links or binary files, and change nothing outside the repository.
- All edits are applied together or not at all. If one does not fit, you get the reason and the nearest place in the file, and must send all edits again.`;
