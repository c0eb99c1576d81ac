import type {Draft} from '../draft.ts';
import type {Random} from '../random.ts';
import {all, type Damage} from './damage.ts';

/**
In the order in which they can follow each other; of a group, one is taken.
*/
const groups: ReadonlyArray<readonly string[]> = [
	['stale_shifted', 'stale_shifted', 'stale_context'],
	['crlf_file', 'no_eof_newline'],
	['ctx_trimmed', 'ctx_line_dropped', 'ctx_ellipsis'],
	['hunks_split_or_reordered', 'duplicated_hunk'],
	['line_numbers_off', 'counts_wrong', 'bare_hunk_header'],
	['no_git_header', 'bad_prefix', 'udiff_headers_in_envelope'],
	['trailing_ws', 'body_reindented', 'indent_tabs_spaces', 'unicode_punct', 'ctx_no_leading_space'],
	['blank_ctx_no_space'],
	['marker_variants'],
	['fenced_chatter', 'fenced_chatter', 'no_fence', 'extra_indent_all'],
	['crlf_patch'],
];

/**
Two to four kinds at once, as in a bad reply of a small model.
*/
export const comboOf = (damages: readonly Damage[]): Damage => ({
	name: 'combo_llm',
	formats: all,
	apply(draft: Draft, random: Random) {
		const wanted = random.int(2, 4);
		const chosen = new Set(random.shuffle(groups.keys().toArray()).slice(0, wanted + 2));
		let combined = draft;
		let count = 0;
		for (const [index, names] of groups.entries()) {
			const damage = chosen.has(index) && count < wanted ? damages.find(({name}) => name === random.pick(names)) : undefined;
			const next = damage?.formats.includes(draft.format) ? damage.apply(combined, random) : undefined;
			count += next ? 1 : 0;
			combined = next ? {...next, likeness: combined.likeness === 'unchecked' ? 'unchecked' : next.likeness} : combined;
		}

		return count < 2 ? undefined : {...combined, class: 'may_apply', likeness: combined.likeness === 'unchecked' ? 'unchecked' : 'loose'};
	},
});
