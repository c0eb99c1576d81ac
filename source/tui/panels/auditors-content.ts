import type {MergedFinding} from '../../domain/finding.ts';
import {mergeFindings} from '../../domain/findings.ts';
import type {Attempt, AuditorState} from '../../domain/run-state.ts';
import {formatTokens, plural} from '../../domain/format-amounts.ts';
import {formatClock} from '../text/format-clock.ts';
import {
	justify,
	span,
	type Line,
	type Tone,
} from '../text/line.ts';
import {padWidth, wrapText} from '../text/width.ts';
import {evidenceAttempt, selectedPhase, type View} from '../view.ts';
import type {Content} from './content.ts';

/**
Each auditor's verdict, how far they agree, and their findings merged, majors first.
*/
export function auditorsContent(view: View, width: number): Content {
	const attempt = evidenceAttempt(selectedPhase(view));
	if (!attempt || attempt.auditors.length === 0) {
		return {title: [], rows: [[span(`  ${waitingFor(attempt)}`, 'dim')]]};
	}

	const merged = mergeFindings(reviewsOf(attempt));
	return {
		title: agreement(attempt, merged.disagreements, view),
		rows: [
			...attempt.auditors.flatMap(auditor => auditorRows(auditor, view, width)),
			...merged.findings.flatMap(finding => findingRows(finding, view, width)),
			...messageRows(attempt, width),
		],
	};
}

const reviewsOf = ({auditors}: Attempt) => auditors.flatMap(({auditor, review}) => review ? [{auditor, review}] : []);

const waitingFor = (attempt: Attempt | undefined) => attempt?.rejection ? 'nothing to review: the patch was refused' : 'waiting for a patch to review';

function agreement(attempt: Attempt, disagreements: number, {glyphs}: View): Line {
	if (attempt.auditors.length < 2 || reviewsOf(attempt).length < 2) {
		return [];
	}

	return disagreements === 0
		? [span(`${glyphs.good} agree`, 'good')]
		: [span(`${glyphs.flag} disagree on ${disagreements}`, 'accent')];
}

function auditorRows({auditor, model, review, error, usage, durationMs, startedAt}: AuditorState, view: View, width: number): Line[] {
	const {glyphs, now, hasMotion} = view;
	const name = span(padWidth(`  ${auditor}`, Math.min(14, Math.max(9, auditor.length + 3))));
	if (error !== undefined) {
		return wrapText(`${glyphs.bad} no review: ${error}`, width - 16).map((row, index) => [index === 0 ? name : span(' '.repeat(name.text.length)), span(row, 'bad')]);
	}

	if (!review) {
		return [justify(
			[name, span(glyphs.active, hasMotion ? 'spinner' : 'accent'), span(' reading')],
			[span(`${model}  ${formatClock(now - Date.parse(startedAt))} `, 'dim')],
			{width, ellipsis: glyphs.ellipsis},
		)];
	}

	const spent = usage && durationMs !== undefined ? `${formatTokens(usage.outputTokens)} tok ${formatClock(durationMs)}` : '';
	return [justify(
		[name, ...verdict(review.approved, counts(review.issues), glyphs)],
		width >= 48 ? [span(`${spent} `, 'dim')] : [],
		{width, ellipsis: glyphs.ellipsis},
	)];
}

function verdict(isApproved: boolean, findings: string, glyphs: View['glyphs']): Line {
	const tone: Tone = isApproved ? 'good' : 'bad';
	return [span(isApproved ? `${glyphs.good} approves` : `${glyphs.bad} rejects`, tone), span(findings === '' ? '' : `  ${findings}`)];
}

function counts(issues: ReadonlyArray<{severity: 'minor' | 'major'}>): string {
	const majors = issues.filter(({severity}) => severity === 'major').length;
	const minors = issues.length - majors;
	return [majors > 0 ? `${majors} major` : '', minors > 0 ? `${minors} minor` : ''].filter(Boolean).join(', ');
}

function findingRows({severity, category, location, description, suggestion, sources}: MergedFinding, {glyphs}: View, width: number): Line[] {
	const tone = severity === 'major' ? 'bad' : 'dim';
	const indent = width - 6;
	return [
		justify(
			[span(`  ${glyphs.tree} ${severity}`, tone), span(` ${category} `, 'dim'), span(location, 'strong')],
			[],
			{width: width - 1, ellipsis: glyphs.ellipsis},
		),
		...wrapText(description, indent).map(row => [span(`    ${row}`)]),
		...wrapText(`${sources.join(', ')}${suggestion === undefined ? '' : ` suggests: ${suggestion}`}`, indent).map(row => [span(`    ${row}`, 'dim')]),
	];
}

const messageRows = (attempt: Attempt, width: number): Line[] => reviewsOf(attempt).flatMap(({auditor, review}) =>
	review.messages.flatMap(message => wrapText(`${auditor}: ${message}`, width - 4).map(row => [span(`  ${row}`, 'dim')])));

/**
`2 findings (1 major)` of all auditors together.
*/
export function findingsSummary(attempt: Attempt): string {
	const {findings} = mergeFindings(reviewsOf(attempt));
	const majors = findings.filter(({severity}) => severity === 'major').length;
	return `${plural(findings.length, 'finding')}${majors > 0 ? ` (${majors} major)` : ''}`;
}
