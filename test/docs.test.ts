import {readFile} from 'node:fs/promises';
import {expect, test} from 'vitest';
import {eventBodySchema} from '../source/domain/event.ts';
import {gateRules} from '../source/domain/gate-rules.ts';

const readDocument = async (name: string) => readFile(new URL(`../docs/${name}`, import.meta.url), 'utf8');

/**
The rows of the tables of a document, as the cells of each.
*/
const rowsOf = (text: string): string[][] => text.split('\n').filter(line => line.startsWith('| `')).map(line => line.split(' | ').map(cell => cell.replaceAll(/^\| | \|$/gv, '')));

test('docs/events.md tells every event type, and every field of each', async () => {
	const document = await readDocument('events.md');
	const rows = new Map(rowsOf(document).map(([type, , fields]) => [type!.slice(1, -1), fields ?? '']));
	const types = eventBodySchema.options.map(option => option.shape.type.value);
	expect([...rows].map(([type]) => type).filter(type => type.includes('.') || type === 'warning').toSorted((a, b) => a.localeCompare(b)))
		.toEqual(types.toSorted((a, b) => a.localeCompare(b)));
	for (const option of eventBodySchema.options) {
		const {type, phaseId, attempt, ...fields} = {phaseId: undefined, attempt: undefined, ...option.shape};
		const missing = Object.keys(fields).filter(field => !rows.get(type.value)!.includes(`\`${field}\``));
		expect({type: type.value, missing}).toEqual({type: type.value, missing: []});
	}
});

test('docs/gate.md has a row for every rule', async () => {
	const document = await readDocument('gate.md');
	const codes = rowsOf(document).map(([code]) => code!.slice(1, -1));
	const count = (list: string[]) => Object.entries(Object.groupBy(list, code => code)).map(([code, same]) => `${code} ${same!.length}`).toSorted((a, b) => a.localeCompare(b));
	// Risk is one rule with three weights, and a missing review one row for two rules.
	const expected = [...gateRules.map(({code}) => code), 'risk', 'risk'];
	expected.splice(expected.indexOf('review_missing'), 1);
	expect(count(codes)).toEqual(count(expected));
});
