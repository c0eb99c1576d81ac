import {expect, test} from 'vitest';
import type {View} from '../../source/tui/view.ts';
import {keyTable} from '../../source/tui/keys/key-table.ts';
import {footerLine} from '../../source/tui/panels/footer-line.ts';
import {helpContent} from '../../source/tui/panels/help-content.ts';
import {lineText} from '../../source/tui/text/line.ts';
import {viewOf} from '../helpers/tui-view.ts';

test('in each layer a key means one thing', () => {
	const meanings = keyTable.flatMap(({keys, layers}) => layers.flatMap(layer => keys.map(key => `${layer} ${key}`)));
	expect(meanings.length).toBe(new Set(meanings).size);
});

test('help shows every key of the table', () => {
	const help = helpContent(viewOf('building'), 160).rows.map(line => lineText(line)).join('\n');
	for (const {label, help: text} of keyTable) {
		expect(help).toContain(label);
		expect(help).toContain(text);
	}
});

test('the footer offers what works now', () => {
	const footer = (view: View, width = 200) => lineText(footerLine(view, width));
	expect(footer(viewOf('started'))).toBe(' j select  ·  l log  ·  Enter zoom  ·  Tab focus  ·  p pause  ·  ? help  ·  q quit');
	expect(footer(viewOf('decision'))).toContain(' a approve auth  ·  r retry  ·  s skip  ·  d diff');
	expect(footer(viewOf('decision'), 40)).toBe(' a approve auth  ? help  q quit');
	expect(footer(viewOf('decision', {readOnly: true}))).not.toMatch(/approve|retry|skip|pause/v);
});

test('read-only: every key that would send a command says why it does not', () => {
	const view = viewOf('decision', {readOnly: true});
	for (const key of ['a', 's', 'r', 'p']) {
		expect(keyTable.find(({keys, layers}) => keys.includes(key) && layers.includes('main'))?.whyNot?.(view)).toMatch(/^This screen is read-only: /v);
	}
});
