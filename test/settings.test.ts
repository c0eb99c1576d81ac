import {readFile} from 'node:fs/promises';
import {expect, test} from 'vitest';
import {parse} from 'yaml';
import {resolveSettings} from '../source/config.ts';
import {flags, helpText} from '../source/flags.ts';
import {defaultSettings, environmentNames, settingsSchema} from '../source/settings.ts';

const example = await readFile(new URL('../.autopackrc.example', import.meta.url), 'utf8');
const names = Object.keys(settingsSchema.shape);

test('.autopackrc.example documents every key, and what it sets are the defaults', () => {
	expect(names.filter(name => !new RegExp(`^(?:# )?${name}:`, 'mv').test(example))).toEqual([]);
	const set = settingsSchema.parse(parse(example)) as Record<string, unknown>;
	for (const [name, value] of Object.entries(defaultSettings)) {
		expect({[name]: set[name]}).toEqual({[name]: value});
	}
});

test('what the example says for example is valid too', () => {
	const uncommented = example.replaceAll(/^# (?=[a-z]\w+:(?: |$)| {2}[\w\-])/gmv, '').replaceAll('...', 'a-key');
	expect(Object.keys(settingsSchema.parse(parse(uncommented))).toSorted()).toEqual(names.toSorted());
});

test('--help names every flag and every variable', () => {
	const kebab = (name: string) => name.replaceAll(/[A-Z]/gv, letter => `-${letter.toLowerCase()}`);
	const hidden = new Set(['keep', 'speed']);
	const missing = Object.keys(flags).filter(name => !hidden.has(name) && !new RegExp(String.raw`--(?:no-)?${kebab(name)}\b`, 'v').test(helpText));
	expect(missing).toEqual([]);
	expect(Object.values(environmentNames).filter(variable => !helpText.includes(variable))).toEqual([]);
});

test('the strongest source wins, and each value knows its source', () => {
	const {settings, origins} = resolveSettings([
		{origin: 'flag', values: {maxAttempts: 5}},
		{origin: 'environment', values: {apiUrl: 'http://127.0.0.1:1'}},
		{origin: '/w/.autopackrc', values: {maxAttempts: 4, strictness: 'strict', apiUrl: 'http://127.0.0.1:2'}},
		{origin: '/home/config.json', values: {strictness: 'lenient', pollInterval: 3}},
		{origin: 'default', values: defaultSettings},
	]);
	expect(settings).toMatchObject({
		maxAttempts: 5, apiUrl: 'http://127.0.0.1:1', strictness: 'strict', pollInterval: 3, dualAuditor: true,
	});
	expect(origins).toMatchObject({
		maxAttempts: 'flag', apiUrl: '$AUTOPACK_API_URL', strictness: '/w/.autopackrc', pollInterval: '/home/config.json', dualAuditor: 'default',
	});
});

test('a wrong value names its source and its key', () => {
	expect(() => resolveSettings([{origin: '/w/.autopackrc', values: {maxAttempts: 'many', colour: true}}])).toThrow(/\/w\/\.autopackrc.*maxAttempts.*colour/sv);
});
