import {hunksOf, type Draft} from '../draft.ts';
import type {Random} from '../random.ts';
import {render} from '../render.ts';
import {all, type Damage} from './damage.ts';

/**
The reply is cut off, at any point from which it can be told: in an open fence, in a block, before an envelope's end, in a hunk that is shorter than it says.
*/
function truncated(draft: Draft, random: Random): Draft | undefined {
	const isFenced = draft.format === 'unified' && random.chance(0.4);
	const whole = isFenced ? {...draft, style: {...draft.style, fence: '```', info: 'diff'}} : draft;
	const reply = render(whole);
	const end = isFenced ? random.int(12, reply.length - 6) : cutOf(reply, draft, random);
	return end === undefined || end < 3 ? undefined : {...draft, class: 'must_refuse', onText: [() => reply.slice(0, end)]};
}

function cutOf(reply: string, draft: Draft, random: Random): number | undefined {
	switch (draft.format) {
		case 'unified': {
			return cutInHunk(draft, random);
		}

		case 'envelope': {
			return random.int(15, reply.length - 3);
		}

		case 'search-replace': {
			const starts = reply.matchAll(/^<<<<<<< SEARCH\n/gmv).map(match => match.index + match[0].length).toArray();
			const start = random.pick(starts);
			return random.int(start, reply.indexOf('\n>>>>>>> REPLACE', start) + 14);
		}

		case 'whole': {
			const fences = reply.matchAll(/^`{3}.*\n/gmv).toArray();
			const at = random.int(0, draft.files.length - 1);
			const opening = reply.indexOf('\n', reply.indexOf(`${draft.files[at]!.path}\n`) + draft.files[at]!.path.length + 1);
			const closing = fences.find(({index}) => index > opening + 1 && (at === draft.files.length - 1 ? index === fences.at(-1)!.index : true));
			return opening === -1 || !closing ? undefined : random.int(opening + 1, closing.index - 1);
		}
	}
}

/**
Without a fence: after a header that announces more, in the middle of a line of a hunk that is not done, or after a changed line of one.
*/
function cutInHunk(draft: Draft, random: Random): number | undefined {
	let at = 0;
	const cuts: number[] = [];
	for (const file of draft.files) {
		for (const line of file.header) {
			const isName = /^(?:--- |\+\+\+ |diff --git )/v.test(line) && file.hunks.length > 0;
			cuts.push(...(isName ? [at + line.length, at + Math.max(5, Math.floor(line.length * 0.7))] : []));
			at += line.length + 1;
		}

		for (const hunk of file.hunks) {
			const header = render({...draft, files: [{...file, header: [], hunks: [{...hunk, lines: []}]}], onText: []});
			cuts.push(at + header.length - 1, at + header.length);
			at += header.length;
			for (const [index, {kind, text, lacksNewline}] of hunk.lines.entries()) {
				const isDone = index === hunk.lines.length - 1 || (hunk === hunksOf(draft).at(-1) && hunk.lines.slice(index).every(line => line.kind === ' '));
				cuts.push(...(isDone || text.length < 4 ? [] : [at + 1 + Math.floor(text.length / 2)]), ...(isDone || kind === ' ' ? [] : [at + text.length + 1, at + text.length + 2]));
				at += text.length + 2 + (lacksNewline ? '\\ No newline at end of file\n'.length : 0);
			}
		}
	}

	return cuts.length === 0 ? undefined : random.pick(cuts);
}

export const truncatedDamages: readonly Damage[] = [{name: 'truncated', formats: all, apply: truncated}];
