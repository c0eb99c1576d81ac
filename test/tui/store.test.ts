import {expect, test} from 'vitest';
import type {AttemptRef} from '../../source/tui/view.ts';
import {LiveStreams} from '../../source/tui/store/live-streams.ts';
import {StreamBuffer} from '../../source/tui/store/stream-buffer.ts';
import {TextRing} from '../../source/tui/store/text-ring.ts';
import {TokenRate} from '../../source/tui/store/token-rate.ts';
import {TuiStore} from '../../source/tui/store/tui-store.ts';
import {runId, sceneEvents} from '../fixtures/tui-run.ts';

const reply = `I change the parser.

packs/base.py
\`\`\`python
<<<<<<< SEARCH
date = iso
=======
date = pack.date_format
>>>>>>> REPLACE
\`\`\`

And a test:

\`\`\`diff
--- a/tests/test.py
+++ b/tests/test.py
@@ -1,2 +1,2 @@
 import packs
-old
+new
\`\`\`
Done.`;

const expected = [
	['prose', 'I change the parser.'],
	['prose', ''],
	['prose', 'packs/base.py'],
	['removal', '-date = iso'],
	['addition', '+date = pack.date_format'],
	['prose', ''],
	['prose', 'And a test:'],
	['prose', ''],
	['file', '+++ b/tests/test.py'],
	['hunk', '@@ -1,2 +1,2 @@'],
	['context', ' import packs'],
	['removal', '-old'],
	['addition', '+new'],
	['prose', 'Done.'],
];

test.each([1, 7, 1000])('a reply in pieces of %i characters reads as edits', size => {
	const buffer = new StreamBuffer(100);
	for (let index = 0; index < reply.length; index += size) {
		buffer.append(reply.slice(index, index + size));
	}

	expect(buffer.lines().map(({kind, text}) => [kind, text])).toEqual(expected);
});

test('a reply without end stays bounded', () => {
	const buffer = new StreamBuffer(100);
	for (let index = 0; index < 1000; index++) {
		buffer.append(`line ${index}\n`);
	}

	expect(buffer.lines().length).toBeLessThanOrEqual(125);
	expect(buffer.lines().at(-1)?.text).toBe('line 999');
	const single = new StreamBuffer(100);
	for (let index = 0; index < 1000; index++) {
		single.append('x'.repeat(1000));
	}

	expect(single.lines().reduce((sum, {text}) => sum + text.length, 0)).toBeLessThanOrEqual(126 * 2000);
});

test('check output keeps its newest lines; a carriage return starts its line anew', () => {
	const ring = new TextRing(3);
	ring.append('a\nb\n10 %\r20 ');
	ring.append('%\r30 %');
	expect(ring.lines()).toEqual(['a', 'b', '30 %']);
	ring.append('\nc\r\nd\n');
	expect(ring.lines()).toEqual(['30 %', 'c', 'd']);
});

test('tokens per second are estimated over the last three seconds', () => {
	const rate = new TokenRate();
	for (let at = 0; at <= 2000; at += 100) {
		rate.add(at, 40);
	}

	expect(rate.perSecond(2000)).toBe(105);
	expect(rate.perSecond(6000)).toBeUndefined();
});

test('what streamed is replaced by the reply once that is journalled', () => {
	const streams = new LiveStreams(() => 0);
	const attempt = {
		attempt: 1, base: '', startedAt: '', feedback: [], auditors: [], checks: [], checksFinished: false,
	};
	const ref: AttemptRef = {phaseId: 'p', attempt};
	streams.add({
		type: 'builder.delta', runId, phaseId: 'p', attempt: 1, text: 'half',
	});
	expect(streams.builderLines(ref)).toEqual([{kind: 'prose', text: 'half'}]);
	const builder = {
		provider: 'openai', model: 'm', startedAt: '', text: 'whole',
	};
	expect(streams.builderLines({phaseId: 'p', attempt: {...attempt, builder}})).toEqual([{kind: 'prose', text: 'whole'}]);
});

test('a burst of events and text makes few snapshots, and the last one is complete', async () => {
	const options = {
		readOnly: false, ascii: false, screenReader: false, reducedMotion: true, isAlternateScreen: true,
	};
	const store = new TuiStore({
		runId, options, columns: 80, rows: 24, clock: Date.now,
	});
	let published = 0;
	const settled = new Promise<void>(resolve => {
		store.subscribe(() => {
			published++;
			if (store.snapshot().run.lastSeq === sceneEvents('ended').length) {
				resolve();
			}
		});
	});
	for (const event of sceneEvents('ended')) {
		store.handleEvent(event);
	}

	await settled;
	store.dispose();
	expect(published).toBe(1);
	expect(store.snapshot().ui.overlays).toEqual(['summary']);
});

test('a question about a phase that was decided elsewhere goes away', () => {
	const options = {
		readOnly: false, ascii: false, screenReader: false, reducedMotion: true, isAlternateScreen: true,
	};
	const store = new TuiStore({
		runId, options, columns: 80, rows: 24, clock: () => 0,
	});
	for (const event of sceneEvents('decision')) {
		store.handleEvent(event);
	}

	store.update(ui => ({...ui, dialog: {kind: 'note', phaseId: 'fileorg-p2-auth', text: 'half a no'}}));
	store.handleEvent({
		seq: 1000, runId, at: '2026-11-22T11:00:00.000Z', type: 'command.received', command: {type: 'approve', phaseId: 'fileorg-p2-auth'}, by: 'http',
	});
	store.dispose();
	expect(store.view().ui.dialog).toBeUndefined();
	expect(store.view().ui.status?.text).toBe('It was decided elsewhere meanwhile.');
});
