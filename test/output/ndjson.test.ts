import {expect, test} from 'vitest';
import {formatNdjsonLine} from '../../source/output/ndjson.ts';
import {stamped} from '../helpers/run-events.ts';

test('every event is one line that parses to the event, stamp first', () => {
	for (const {event} of stamped()) {
		const line = formatNdjsonLine(event);
		expect(JSON.parse(line)).toEqual(event);
		expect(line).toMatch(/^\{"seq":\d+,"runId":"demo","at":"2026-11-22T12:00:\d\d\.000Z","type":"/v);
	}
});

test('no control character leaves raw', () => {
	const message = '\u{0}\n\u{1B}[2J\u{7F}\u{9B}2J\u{2028}\u{2029}\u{D800} é';
	const line = formatNdjsonLine({
		seq: 1, runId: 'demo', at: '2026-11-22T12:00:00.000Z', type: 'warning', message,
	});
	expect(line).toBe(String.raw`{"seq":1,"runId":"demo","at":"2026-11-22T12:00:00.000Z","type":"warning","message":"\u0000\n\u001b[2J\u007f\u009b2J\u2028\u2029\ud800 é"}`);
	expect(JSON.parse(line)).toHaveProperty('message', message);
});
