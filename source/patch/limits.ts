/**
What a patch may be at most. `maxBytes` counts the reply's UTF-8 bytes; `maxFiles` the files it names; `maxHunks` all its hunks.
*/
export type PatchLimits = {maxBytes: number; maxFiles: number; maxHunks: number};

export const defaultLimits: PatchLimits = {maxBytes: 1_000_000, maxFiles: 200, maxHunks: 5000};

/**
Hunks × lines of their files, over all files: keeps the work of any patch linear in practice (a real one needs under 3 million).
*/
export const maxSearchedLines = 20_000_000;
