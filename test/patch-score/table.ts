import {formats, type CaseClass, type Format} from './draft.ts';
import type {Case} from './case.ts';
import type {Verdict} from './judge.ts';

type Tally = {cases: number; right: number; refused: number; wrong: number};
type ByClass = Record<CaseClass, Tally>;

export type Summary = {
	cells: Record<string, Partial<Record<Format, ByClass>>>;
	formats: Record<string, ByClass>;
	total: Tally & {classes: ByClass; otherCode: number; tooShort: number; otherCodes: Record<string, number>};
	speed: {casesPerSecond: number; medianMs: number; p99Ms: number};
};

const tally = (): Tally => ({
	cases: 0, right: 0, refused: 0, wrong: 0,
});
const byClass = (): ByClass => ({must_apply: tally(), may_apply: tally(), must_refuse: tally()});

/**
Counts outcomes by damage, format and class; times are those of reading and applying a reply.
*/
export function summarise(results: ReadonlyArray<{case: Case; verdict: Verdict}>): Summary {
	const summary: Summary = {
		cells: {},
		formats: {},
		total: {
			...tally(), classes: byClass(), otherCode: 0, tooShort: 0, otherCodes: {},
		},
		speed: {casesPerSecond: 0, medianMs: 0, p99Ms: 0},
	};
	for (const {case: {damage, format, class: kind}, verdict} of results) {
		summary.cells[damage] ??= {};
		summary.cells[damage][format] ??= byClass();
		summary.formats[format] ??= byClass();
		for (const counted of [summary.cells[damage][format][kind], summary.formats[format][kind], summary.total, summary.total.classes[kind]]) {
			counted.cases++;
			counted[verdict.outcome]++;
		}

		if (verdict.fault === 'says too little' || verdict.fault === 'holds writes') {
			summary.total.tooShort++;
		} else if (verdict.fault !== undefined && verdict.outcome === 'refused') {
			summary.total.otherCode++;
			summary.total.otherCodes[verdict.fault] = (summary.total.otherCodes[verdict.fault] ?? 0) + 1;
		}
	}

	const times = results.map(({verdict}) => verdict.durationMs).toSorted((a, b) => a - b);
	const sumMs = times.reduce((sum, ms) => sum + ms, 0);
	summary.speed = {casesPerSecond: times.length / sumMs * 1000, medianMs: times[Math.floor(times.length / 2)] ?? 0, p99Ms: times[Math.floor(times.length * 0.99)] ?? 0};
	return summary;
}

const percent = (part: number, whole: number): string => whole === 0 ? '-' : `${(part / whole * 100).toFixed(1)} %`;

/**
The table by damage and format, then by format, then in all. A cell is right/refused/wrong, with a mark for its class where a damage has several.
*/
export function printTable({cells, formats: byFormat, total, speed}: Summary): string {
	const rows = Object.entries(cells).map(([damage, row]) => [damage, ...formats.map(format => cellText(row[format]))]);
	const head = ['right/refused/wrong', ...formats];
	const sums = formats.filter(format => byFormat[format]).map(format => [format, ...figures(byFormat[format]!)]);
	const codes = Object.entries(total.otherCodes).map(([code, count]) => `${code} ${count}`).join(', ');
	return [
		...aligned([head, ...rows]),
		'',
		...aligned([['', 'must apply: right', 'wrong', 'must refuse: refused', 'may apply: right'], ...sums, ['all', ...figures(total.classes)]]),
		'',
		`${total.cases} cases; already applied, with another code: ${total.otherCode}${codes === '' ? '' : ` (${codes})`}; refusals that say too little: ${total.tooShort}`,
		`${speed.casesPerSecond.toFixed(0)} cases/s, median ${speed.medianMs.toFixed(2)} ms, p99 ${speed.p99Ms.toFixed(1)} ms (reading and applying)`,
		'',
	].join('\n');
}

const marks: Record<CaseClass, string> = {must_apply: '', may_apply: 'may ', must_refuse: 'not '};

const cellText = (cell: ByClass | undefined): string => cell === undefined
	? ''
	: (Object.keys(marks) as CaseClass[]).filter(kind => cell[kind].cases > 0).map(kind => `${marks[kind]}${cell[kind].right}/${cell[kind].refused}/${cell[kind].wrong}`).join('  ');

const figures = ({must_apply: must, may_apply: may, must_refuse: not}: ByClass): string[] =>
	[`${percent(must.right, must.cases)} of ${must.cases}`, `${must.wrong + may.wrong + not.wrong}`, `${percent(not.refused, not.cases)} of ${not.cases}`, `${percent(may.right, may.cases)} of ${may.cases}`];

function aligned(rows: readonly string[][]): string[] {
	const widths = rows[0]!.map((_, column) => Math.max(...rows.map(row => row[column]!.length)));
	return rows.map(row => row.map((text, column) => text.padEnd(widths[column]!)).join('  ').trimEnd());
}
