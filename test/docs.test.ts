import {readFile} from 'node:fs/promises';
import {expect, test} from 'vitest';
import {eventBodySchema} from '../source/domain/event.ts';
import {reasonIds, specOf} from '../source/domain/gate/reasons.ts';

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

test('docs/gate.md tells every reason: what it stands on, its weight, what clears it, whether --yes may approve it, when it is sent back', async () => {
	const document = await readDocument('gate.md');
	const rows = rowsOf(document).filter(([id]) => reasonIds.some(known => id === `\`${known}\``));
	expect(rows).toEqual(reasonIds.map(id => {
		const {weights: {lenient, normal, strict}, standsOn, clearedBy, isForYes, mend = ''} = specOf(id);
		const weight = new Set([lenient, normal, strict]).size === 1 ? normal : `${lenient}, ${normal}, ${strict}`;
		return [`\`${id}\``, standsOn, weight, clearedBy, isForYes ? 'yes' : 'no', mend];
	}));
});
