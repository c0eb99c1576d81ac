import {linesOf} from '../change.ts';
import {hunksOf, mapFiles, type Draft} from '../draft.ts';
import type {Random} from '../random.ts';
import {all, type Damage} from './damage.ts';

const elisions = [
	'# ... rest of the code remains unchanged ...',
	'# ... existing code ...',
	'# rest of the file unchanged',
	'# ... (unchanged)',
	'# (rest of implementation unchanged)',
	'# ... other methods stay the same ...',
	'# ... keep existing code here',
	'... rest unchanged ...',
	'// ... existing code ...',
	'# [rest of the function unchanged]',
	'# \u{2026} unchanged \u{2026}',
	'# Rest of the class remains the same',
	'# existing code',
	'# remaining code unchanged',
];

/**
In Markdown a line that begins with # is a heading, so other words are taken there.
*/
const proseElisions = ['... rest unchanged ...', '[... rest of the file unchanged ...]', '... (rest of the document remains the same)', '<!-- rest of the file unchanged -->', '<!-- ... existing content ... -->', '(... unchanged ...)', '# ... rest of the file unchanged ...'];

const elisionFor = (path: string, random: Random): string => random.pick(/\.(?:md|markdown)$/v.test(path) ? proseElisions : elisions);

/**
What would be written stands for code that was left out.
*/
function elided(draft: Draft, random: Random): Draft | undefined {
	if (draft.format === 'whole') {
		const index = draft.files.findIndex(file => file.action === 'update' && linesOf(file.text).length >= 12);
		return index === -1 ? undefined : {...mapFiles(draft, (file, at) => at === index ? {...file, text: elideWhole(file.text, elisionFor(file.path, random), random)} : file), class: 'must_refuse'};
	}

	const candidates = hunksOf(draft).filter(hunk => hunk.lines.some(({kind, text: line}) => kind === '+' && line.trim() !== ''));
	if (candidates.length === 0 || draft.files.some(file => file.action === 'create')) {
		return undefined;
	}

	const chosen = random.pick(candidates);
	const start = random.pick(chosen.lines.flatMap(({kind, text: line}, index) => kind === '+' && line.trim() !== '' ? [index] : []));
	const end = random.chance(0.5) ? start + 1 : start + chosen.lines.slice(start).findIndex(({kind}) => kind !== '+');
	const indent = /^\s*/v.exec(chosen.lines[start]!.text)![0];
	const {path} = draft.files.find(({hunks}) => hunks.includes(chosen))!;
	const lines = chosen.lines.toSpliced(start, Math.max(1, end - start), {kind: '+', text: indent + elisionFor(path, random)});
	const stated = {...chosen.stated, newCount: lines.filter(({kind}) => kind !== '-').length};
	return {...mapFiles(draft, file => ({...file, hunks: file.hunks.map(hunk => hunk === chosen ? {...hunk, lines, stated} : hunk)})), class: 'must_refuse'};
}

function elideWhole(text: string, elision: string, random: Random): string {
	const lines = linesOf(text);
	const start = random.int(1, lines.length - 4);
	const length = random.int(3, Math.min(lines.length - start, random.pick([5, 20, 400])));
	const indent = /^\s*/v.exec(lines[start]!)![0];
	return lines.toSpliced(start, length, indent + elision).map(line => `${line}\n`).join('');
}

export const elidedDamages: readonly Damage[] = [{name: 'elided', formats: all, apply: elided}];
