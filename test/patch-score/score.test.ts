import {expect, test} from 'vitest';
import {generateCases} from './generate.ts';
import {judge} from './judge.ts';
import {fixedChanges} from './sources.ts';
import {summarise} from './table.ts';

// The texts behind these seeds are fixed, so that a failure is the engine's and not that of whatever was committed last.
test.each([1, 4, 7])('the engine, on the cases of seed %d: nothing wrong, all that must be refused is, and nearly all that must be applied', async seed => {
	const changes = await fixedChanges({seed, count: 300});
	const results = generateCases(changes, {seed, count: 1500}).map(made => ({case: made, verdict: judge(made)})).toArray();
	const {classes, tooShort, cases} = summarise(results).total;
	const idsOf = (isMeant: (result: typeof results[number]) => boolean): string[] => results.filter(result => isMeant(result)).map(({case: {id, class: kind}, verdict}) => `${kind} ${id} ${verdict.refusal?.code ?? verdict.fault ?? ''}`);
	const notApplied = idsOf(({case: {class: kind}, verdict}) => kind === 'must_apply' && verdict.outcome === 'refused');
	expect({
		wrong: idsOf(({verdict}) => verdict.outcome === 'wrong'),
		notRefused: idsOf(({case: {class: kind}, verdict}) => kind === 'must_refuse' && verdict.outcome !== 'refused'),
		tooManyNotApplied: notApplied.length > classes.must_apply.cases * 0.005 ? notApplied : [],
		tooShort,
	}).toEqual({
		wrong: [], notRefused: [], tooManyNotApplied: [], tooShort: 0,
	});
	// An empty corpus would pass everything above.
	expect({hasCases: cases > 1400, hasEach: Object.values(classes).every(of => of.cases > 100)}).toEqual({hasCases: true, hasEach: true});
});
