import {mkdir, writeFile} from 'node:fs/promises';
import path from 'node:path';
import type {Case} from './case.ts';
import type {Verdict} from './judge.ts';

/**
Whether a case is worth a look: it went wrong, was not applied, or was refused in another way than it had to be.
*/
export const isFailure = (made: Case, {outcome, fault}: Verdict): boolean =>
	outcome === 'wrong' || (made.class !== 'must_refuse' && outcome === 'refused') || fault !== undefined;

/**
Writes a case and what came of it into a directory of its own: `reply.txt`, `case.json`, and the files before, expected and got.
*/
export async function saveFailure(directory: string, made: Case, verdict: Verdict): Promise<void> {
	const folder = path.join(directory, verdict.outcome === 'wrong' ? 'wrong' : made.class, made.id.replaceAll('/', '-'));
	await mkdir(folder, {recursive: true});
	await writeFile(path.join(folder, 'reply.txt'), made.reply);
	await writeFile(path.join(folder, 'case.json'), JSON.stringify({
		id: made.id, class: made.class, outcome: verdict.outcome, fault: verdict.fault, refusal: verdict.refusal,
		before: Object.fromEntries(made.before), expected: Object.fromEntries(made.after), got: verdict.writes,
	}, undefined, '\t'));
	await writeFile(path.join(folder, 'message.txt'), `${made.class} ${verdict.outcome} ${verdict.refusal?.code ?? ''}\n${verdict.refusal?.message ?? verdict.fault ?? ''}\n`);
	const trees = {before: new Map([...made.before].map(([name, {text}]) => [name, text])), expected: new Map([...made.after].map(([name, {text}]) => [name, text])), got: new Map((verdict.writes ?? []).map(({path: name, content}) => [name, content]))};
	for (const [kind, tree] of Object.entries(trees)) {
		for (const [name, text] of tree) {
			await writeFile(path.join(folder, `${kind}-${name.replaceAll(/[^\w.]/gv, '_').slice(-80)}`), text ?? '');
		}
	}
}
