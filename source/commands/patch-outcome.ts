import type {Conflict} from '../files/file-conflict.ts';
import type {applyEdits} from '../patch/apply-edits.ts';
import type {Refusal} from '../patch/refusal.ts';
import type {PatchedFile} from './patch-files.ts';

type Applied = Omit<Extract<ReturnType<typeof applyEdits>, {ok: true}>, 'writes'>;

/**
What became of a patch, as `--json` prints it: what the engine says, with a list of the files in place of their contents.
*/
export type PatchOutcome = Applied & {files: PatchedFile[]; check: boolean} | Refusal | Conflict;
