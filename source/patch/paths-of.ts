import {type Edit, namedPaths} from './edit.ts';

/**
Every path whose state `applyEdits` needs, each once, in the order of the edits. All have passed `assertSafePath`.
*/
export const pathsOf = (edits: readonly Edit[]): string[] => [...new Set(edits.flatMap(edit => namedPaths(edit)))];
