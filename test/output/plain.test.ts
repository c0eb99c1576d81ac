import {expect, test} from 'vitest';
import type {EventBody} from '../../source/domain/event.ts';
import {formatPlainLine} from '../../source/output/plain.ts';
import {bodies, stamped} from '../helpers/run-events.ts';

const linesOf = (events: EventBody[]) => stamped(events).map(({event, state}) => formatPlainLine(event, state)).filter(line => line !== undefined);
const textsOf = (events: EventBody[]) => linesOf(events).map(line => line.slice('12:00:00 '.length));

test('a run as time-stamped lines', () => {
	expect(textsOf(bodies)).toEqual([
		'Run created: 3 phases in 1 tier',
		'Run started: 3 phases on autonomous/demo, normal gate, 1 auditor (claude)',
		'uk: attempt 1 of 3 (The uk phase)',
		'uk: building with gpt-5.2',
		'uk: gpt-5.2 replied: 12.2k tokens, $0.03, 12.1s',
		'uk: patch applied: 2 files, +79 -2; repaired (indentation); line numbers corrected',
		'uk: check pytest failed: 40 passed, 4 failed (4 new) (6.5s); new: a::1, a::2, a::3 and 1 more',
		'uk: check coverage passed: coverage measured (6.5s)',
		'uk: auditor claude does not approve, 1 major, 1 minor: 1.5k tokens, cost unknown, 1m05s',
		'uk: gate needs_review, risk 20 low, coverage +0.7 points | pytest failed: 4 new | (warning) claude: minor, style',
		'uk: waits for a decision (needs_review): approve, skip or retry',
		'uk: approve (terminal)',
		'uk: landed as 8f3c2a1 on autonomous/demo',
		'uk: COMPLETE: needs_review, approved (terminal) (1 of 3 phases done)',
		'auth: attempt 1 of 3 (The auth phase)',
		'auth: builder gpt-5.2 failed (auth): The key was refused.',
		'auth: BLOCKED: pytest failed (2 of 3 phases done)',
		'Run ended, incomplete: one phase is BLOCKED (exit code 1)',
	]);
});

test('the time is local, as HH:MM:SS', () => {
	expect(linesOf(bodies.slice(0, 1))).toEqual([`${new Date('2026-11-22T12:00:00Z').toTimeString().slice(0, 8)} Run created: 3 phases in 1 tier`]);
});

test('what is rare has a line too', () => {
	const ids = {phaseId: 'uk', attempt: 2};
	expect(textsOf([
		...bodies.slice(1, 3),
		{
			type: 'attempt.started', ...ids, base: 'b', feedback: [{source: 'checks', text: 'x'}, {source: 'auditor', text: 'y'}, {source: 'checks', text: 'z'}],
		},
		{
			type: 'builder.replied', ...ids, provider: 'p', model: 'm', usage: {
				inputTokens: 1, cacheReadTokens: 0, cacheWriteTokens: 0, outputTokens: 1,
			}, durationMs: 100, text: '', finish: 'length',
		},
		{
			type: 'patch.rejected', ...ids, code: 'no_match', message: 'a.py: block 1\nnot found',
		},
		{
			type: 'auditor.failed', ...ids, provider: 'p', model: 'm', auditor: 'gpt', kind: 'stalled', message: 'No answer.', permanent: false, usage: {
				inputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0, outputTokens: 0,
			},
		},
		{
			type: 'landing.failed', ...ids, message: 'the branch moved', head: 'b',
		},
		{type: 'command.received', command: {type: 'retry', phaseId: 'uk', note: 'use\nISO dates'}, by: 'http'},
		{type: 'command.received', command: {type: 'pause'}, by: 'terminal'},
		{type: 'phase.queued', phaseId: 'uk'},
		{
			type: 'budget.exceeded', kind: 'tokens', used: 10, cap: 5, message: '10 of 5 tokens',
		},
		{type: 'supervisor.lost', message: 'no route'},
		{type: 'supervisor.found'},
		{
			type: 'report.refused', phaseId: 'uk', path: '/x', status: 422, detail: 'no such field',
		},
		{type: 'warning', message: 'a flag holds a key'},
		{type: 'run.interrupted', signal: 'SIGTERM'},
	]).slice(2)).toEqual([
		'uk: attempt 2 of 3, after feedback from checks and auditor',
		'uk: m was cut off at its token limit: 2 tokens, cost unknown, 0.1s',
		'uk: patch rejected (no_match): a.py: block 1 not found',
		'uk: auditor gpt failed (stalled): No answer.',
		'uk: not landed: the branch moved',
		'uk: retry (http), with a note: use ISO dates',
		'pause (terminal)',
		'uk: queued again',
		'Budget used up: 10 of 5 tokens',
		'Supervisor lost: no route',
		'Supervisor is back',
		'uk: Supervisor refused /x (422): no such field',
		'Warning: a flag holds a key',
		'Interrupted by SIGTERM',
	]);
});

test('text of others cannot move the cursor, add a line or leave ASCII but for its letters', () => {
	expect(textsOf([{type: 'warning', message: '\u{1B}[2J\u{1B}]0;t\u{7}a\r\nb\u{85}c \u{202E} Größe — “x” → y ✓ 🚀 ❤️ \u{D800}'}]))
		.toEqual(['Warning: a b c Größe - "x" -> y ok ? ? ?']);
});
