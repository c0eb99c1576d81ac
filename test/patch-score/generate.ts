import type {Case} from './case.ts';
import type {Change} from './change.ts';
import type {Damage} from './damages/damage.ts';
import {damages} from './damages/table.ts';
import {draftOf} from './draft-of.ts';
import {formats, type Draft, type Format} from './draft.ts';
import {hash, Random} from './random.ts';
import {render} from './render.ts';
import {safetyCases} from './safety.ts';
import {settle} from './settle.ts';

const tries = 60;

/**
About `count` cases, as many of each damage and format as of any other, made of `changes`. `only` keeps those whose id begins so.

@yields one case after the other, the same for the same seed and changes.
*/
export function * generateCases(changes: readonly Change[], {seed, count, only = ''}: {seed: number; count: number; only?: string}): Generator<Case> {
	const pairs = damages.flatMap(damage => formats.filter(format => damage.formats.includes(format)).map(format => ({damage, format})))
		.filter(({damage, format}) => `${damage.name}/${format}`.startsWith(only.slice(0, `${damage.name}/${format}`.length)));
	const safety = safetyCases(new Random(seed)).filter(({id}) => id.startsWith(only));
	yield * safety;
	const rounds = Math.ceil((count - safety.length) / Math.max(1, pairs.length));
	for (let round = 0; round < rounds; round++) {
		for (const {damage, format} of pairs) {
			const id = `${damage.name}/${format}/${round}`;
			const made = id.startsWith(only)
				? makeCase(changes, {
					damage, format, id, seed,
				})
				: undefined;
			if (made) {
				yield made;
			}
		}
	}
}

function makeCase(changes: readonly Change[], {damage, format, id, seed}: {damage: Damage; format: Format; id: string; seed: number}): Case | undefined {
	const random = new Random(hash(`${seed}/${id}`));
	for (let turn = 0; turn < tries; turn++) {
		const intact = draftOf(random.pick(changes), format, random);
		const damaged = intact && damage.apply(intact, random);
		const settled = damaged && settle(damaged);
		if (settled) {
			return caseOf(settled, damage.name, id);
		}
	}

	return undefined;
}

const caseOf = (draft: Draft, damage: string, id: string): Case => ({
	id, damage, format: draft.format, class: draft.class, reply: render(draft), before: draft.before, after: draft.after, code: draft.code,
});
