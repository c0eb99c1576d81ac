import {closing, opening, plainClosing} from '../chatter.ts';
import type {Draft} from '../draft.ts';
import type {Random} from '../random.ts';
import {all, edits, type Damage} from './damage.ts';

const onText = (draft: Draft, change: (reply: string) => string): Draft => ({...draft, onText: [...draft.onText, change]});

/**
The whole reply is indented, as inside a list item or a quoted message; blank lines too, or not.
*/
function extraIndentAll(draft: Draft, random: Random): Draft | undefined {
	const pad = random.pick(['  ', ' '.repeat(4), ' '.repeat(4), '\t', ' '.repeat(3), ' '.repeat(8)]);
	const isBlankToo = random.chance(0.3);
	const isFenced = draft.style.fence === '' && random.chance(0.5);
	const fenced = isFenced ? {...draft, style: {...draft.style, fence: '```', info: random.pick(['diff', ''])}} : draft;
	const head = random.pick(['', '', '1. The change:\n\n']);
	return onText(fenced, reply => head + reply.split('\n').map((line, index, lines) => line === '' && (!isBlankToo || index === lines.length - 1) ? line : pad + line).join('\n'));
}

/**
A fence around the patch (one for all, one per file), and words before and after it.
*/
function fencedChatter(draft: Draft, random: Random): Draft | undefined {
	const infos = {
		unified: ['diff', 'diff', 'patch', '', 'udiff', 'text'], envelope: ['', 'diff', 'patch', 'text', 'apply_patch'], 'search-replace': ['', 'python', 'diff', 'text', 'search-replace'], whole: ['', 'python', 'py', 'text'],
	}[draft.format];
	const style = {
		...draft.style, fence: random.pick(['```', '```', '```', '~~~', '````']), info: random.pick(infos), fencePerFile: random.chance(0.5),
	};
	const [before, after] = [opening(random), closing(random)];
	return onText({...draft, style}, reply => `${before}\n\n${reply}\n${after}${after === '' ? '' : '\n'}`);
}

/**
No fence at all, with or without words around.
*/
function noFence(draft: Draft, random: Random): Draft | undefined {
	const bare = {...draft, style: {...draft.style, fence: '', info: ''}};
	const [before, after] = [opening(random), draft.format === 'unified' ? plainClosing(random) : closing(random)];
	switch (random.int(0, 3)) {
		case 0: {
			return draft.style.fence === '' ? onText(bare, reply => reply.trimEnd()) : bare;
		}

		case 1: {
			return onText(bare, reply => `${before}\n\n${reply}`);
		}

		default: {
			return onText(bare, reply => `${before}\n\n${reply}\n${after}\n`);
		}
	}
}

/**
The end marker of the last block or of the envelope is not there; the fence is closed, or not.
*/
function missingEndMarker(draft: Draft, random: Random): Draft | undefined {
	const isClosed = random.chance(0.6);
	if (draft.format === 'envelope') {
		const style = {...draft.style, end: '\0', fence: random.chance(0.5) ? '```' : ''};
		const bare = {...draft, style, class: 'must_refuse'} as const;
		return isClosed || style.fence === '' ? bare : onText(bare, reply => reply.replace(/```\n$/v, ''));
	}

	const isLast = random.chance(0.7);
	const share = random.next();
	const words = random.pick(['', '\nLet me know if you want tests for this!\n']);
	return {
		...onText(draft, reply => {
			const markers = reply.matchAll(/^>>>>>>> REPLACE\n/gmv).toArray();
			const {index, 0: marker} = isLast ? markers.at(-1)! : markers[Math.floor(share * markers.length)]!;
			const rest = reply.slice(index + marker.length);
			return reply.slice(0, index) + (isClosed ? rest + words : rest.replace(/^```\n/v, ''));
		}),
		class: 'must_refuse',
	};
}

export const dressingDamages: readonly Damage[] = [
	{name: 'extra_indent_all', formats: all, apply: extraIndentAll},
	{name: 'fenced_chatter', formats: all, apply: fencedChatter},
	{name: 'no_fence', formats: edits, apply: noFence},
	{name: 'missing_end_marker', formats: ['search-replace', 'envelope'], apply: missingEndMarker},
];
