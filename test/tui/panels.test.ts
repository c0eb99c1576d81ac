import {expect, test} from 'vitest';
import {auditorsContent} from '../../source/tui/panels/auditors-content.ts';
import {builderContent} from '../../source/tui/panels/builder-content.ts';
import {decisionCard} from '../../source/tui/panels/decision-card.ts';
import {diffLines} from '../../source/tui/panels/diff-lines.ts';
import {gateContent} from '../../source/tui/panels/gate-content.ts';
import {headerLine} from '../../source/tui/panels/header-line.ts';
import {phasesContent} from '../../source/tui/panels/phases-content.ts';
import {lineText, lineWidth, type Line} from '../../source/tui/text/line.ts';
import {glyphsFor} from '../../source/tui/theme.ts';
import {askingPhase} from '../../source/tui/view.ts';
import {viewOf} from '../helpers/tui-view.ts';

const texts = (lines: readonly Line[]) => lines.map(line => lineText(line).trimEnd());

test('the queue shows tiers with what is done, and each phase as glyph and word', () => {
	expect(texts(phasesContent(viewOf('building'), 40).rows)).toEqual([
		'  T1 HighPriority                   2/2',
		'  ✓ test-fixes        ok          0m37s',
		'  ✓ frontend-build    ok          0m37s',
		'  T2 Infrastructure                 1/1',
		'  ✓ docker            ok          0m37s',
		'  T3 CountryPacks                   1/3',
		'  ✓ country-uk        ok          0m37s',
		'❯ ▶ country-canada    building    0m42s',
		'  · country-australia queued',
		'  T4 Features                       0/3',
		'  · search            queued',
		'  · batch-upload      queued',
		'  · auth              high risk',
	]);
});

test('auditors: verdicts, and findings merged with their sources, majors first', () => {
	const {title, rows} = auditorsContent(viewOf('sentBack'), 60);
	expect(lineText(title)).toBe('⚑ disagree on 2');
	expect(texts(rows)).toEqual([
		'  claude ✓ approves  1 minor                 1.4k tok 0m09s',
		'  gpt    ✗ rejects  1 major, 1 minor         1.4k tok 0m09s',
		'  ▸ major bug packs/canada.py:31',
		'    The postal code pattern accepts D and F, which Canada',
		'    does not use.',
		'    gpt suggests: [ABCEGHJ-NPRSTVXY]',
		'  ▸ minor style packs/canada.py:12',
		'    The constant has no docstring.',
		'    claude, gpt',
		'  claude: Clear change.',
	]);
});

test('the gate: checks with new failures, coverage, risk, reasons; kept while the next attempt is built', () => {
	const expected = [
		'  ✗ pytest: 1 new failure, tests/test_packs.py::test_postal',
		'  ✗ gpt: major bug in packs/canada.py:31',
		'  pytest    ✗ 41 passed, 1 failed (1 new)                0m06s',
		'              tests/test_packs.py::test_postal',
		'  mypy      ✓ no new errors                     3 known  0m02s',
		'  coverage  ✓ of 26 files                                0m06s',
		'  lines     ▲ 87.4 → 88.1 %  +0.7 points',
		'  risk      18 low  size 18',
	];
	expect(texts(gateContent(viewOf('sentBack'), 63).rows)).toEqual(expected);
	const next = gateContent(viewOf('building'), 63);
	expect(texts(next.rows)).toEqual(expected);
	expect(lineText(next.title)).toBe('⚑ needs review  attempt 1: sent back');
});

test('the card says what, why, checks, change, landing and keys', () => {
	const view = viewOf('decision');
	expect(texts(decisionCard(askingPhase(view)!, view, 100))).toEqual([
		' ⚑ auth needs you                                             security_auth_change · risk 30 medium',
		'   Why      claude: major, session token compared with == (auth/session.py:61); gpt does not agree',
		'            The phase is of a high-risk category: security_auth_change',
		'   Checks   pytest ✓ 42 passed   mypy ✓   coverage ✓',
		'   Change   2 files  +7 −1   packs/canada.py, tests/test_packs.py',
		'   Landing  autonomous/fileorg-phase2-beta  0123456 → one commit',
		'   d read the diff     a approve auth     r retry with a note     s skip',
	]);
});

test('a repaired patch names its rung, below what else was lenient', () => {
	const rows = texts(builderContent(viewOf('sentBack'), 70).rows);
	const repair = rows.indexOf('    repaired on rung context: tests/test_packs.py hunk 1, line 9');
	expect(rows[repair - 1]).toBe('    hunk 1 of tests/test_packs.py was found 3 lines further down');
});

test('the header gives way from what matters least', () => {
	const view = viewOf('building');
	expect(texts([headerLine(view, 120), headerLine(view, 80), headerLine(view, 40)])).toEqual([
		' autopack   fileorg-phase2-beta   ▰▰▰▰▱▱▱▱▱   4/9   3m12s   71.5k/200k tok   $0.23   2 auditors',
		' fileorg-phase2-beta   ▰▰▰▰▱▱▱▱▱   4/9   3m12s   71.5k/200k tok   $0.23',
		' fileorg-phase2-beta   4/9   3m12s',
	]);
	for (let width = 40; width < 160; width++) {
		expect(lineWidth(headerLine(view, width))).toBe(width);
	}
});

test('the header says when code that models write is not confined by us', () => {
	const view = viewOf('building');
	const headerIn = (sandbox?: 'bubblewrap' | 'container' | 'off') => texts([headerLine({...view, options: {...view.options, sandbox}}, 120)])[0]!;
	expect(headerIn('bubblewrap')).toBe(headerIn());
	expect(headerIn('container')).toBe(headerIn().trimEnd().replace('2 auditors', '2 auditors   in a container'));
	expect(headerIn('off')).toContain('2 auditors   no sandbox');
});

test('a diff marks the words that changed; one that cannot be parsed is shown as it is', () => {
	const place = {width: 60, glyphs: glyphsFor(false)};
	const change = {
		tree: '', notes: [], files: [], diff: '--- a/x.py\n+++ b/x.py\n@@ -1,2 +1,2 @@\n import a\n-value = old\n+value = new\n',
	};
	const rows = diffLines(change, place);
	expect(texts(rows).slice(2)).toEqual(['  @@ -1,2 +1,2 @@', '    1   import a', '    2  -value = old', '    2  +value = new']);
	expect(rows.at(-1)?.filter(({tone}) => tone === 'goodWord')).toEqual([{text: 'new', tone: 'goodWord'}]);
	expect(rows.at(-2)?.filter(({tone}) => tone === 'badWord')).toEqual([{text: 'old', tone: 'badWord'}]);
	const broken = '@@ -1,9 +1,2 @@\n-gone\n+come';
	expect(texts(diffLines({...change, diff: broken}, place)).slice(1)).toEqual(broken.split('\n').map(text => `  ${text}`));
});
