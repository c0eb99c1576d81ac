import {span, type Line} from '../text/line.ts';
import {wrapText} from '../text/width.ts';
import {
	askingPhase,
	phaseById,
	shortName,
	type View,
} from '../view.ts';
import {decisionCard} from './decision-card.ts';

/**
The card above the footer: an open dialog, else the question of the phase that asks, else nothing.
*/
export function cardLines(view: View, width: number): Line[] {
	const {dialog, overlays} = view.ui;
	if (dialog?.kind === 'note') {
		return noteLines(dialog, view, width);
	}

	if (dialog) {
		return confirmLines(view, width);
	}

	const asking = askingPhase(view);
	return asking && overlays.length === 0 ? decisionCard(asking, view, width) : [];
}

const noteRows = 4;

function noteLines({phaseId, text}: {phaseId: string; text: string}, {run, glyphs}: View, width: number): Line[] {
	const typed = wrapText(`${text}${glyphs.caret}`, width - 6).slice(-noteRows);
	return [
		[span(` ${glyphs.flag} Retry ${shortName(run, phaseId)}`, 'accentStrong'), span('  a note for the Builder, if you have one')],
		...typed.map(row => [span(' '.repeat(3)), span(row)]),
	];
}

function confirmLines(view: View, width: number): Line[] {
	const {question, detail, yes} = confirmTexts(view);
	return [
		[span(` ${view.glyphs.flag} ${question}`, 'accentStrong')],
		...detail.flatMap(text => wrapText(text, width - 4).map(row => [span(`   ${row}`)])),
		[span(' '.repeat(3)), span('y', 'accentStrong'), span(` ${yes}     `), span('N', 'accentStrong'), span(' no')],
	];
}

function confirmTexts({ui: {dialog}, run}: View): {question: string; detail: string[]; yes: string} {
	if (dialog?.kind !== 'confirm' || dialog.action === 'quit' || dialog.phaseId === undefined) {
		return {
			question: 'Quit while the run is working?',
			detail: ['What has landed stays. The same command goes on from here.'],
			yes: 'quit',
		};
	}

	const name = shortName(run, dialog.phaseId);
	const progress = phaseById(run, dialog.phaseId);
	if (dialog.action === 'skip') {
		return {question: `Skip ${name}?`, detail: ['Nothing of it lands; the run goes on with the next phase.'], yes: `skip ${name}`};
	}

	const isBlocked = progress?.question?.level === 'blocked';
	return {
		question: isBlocked ? `Approve ${name} although the gate blocks it?` : `Approve ${name} without having opened its diff?`,
		detail: isBlocked ? (progress.question?.reasons ?? []).slice(0, 3) : ['Its risk is above 50; d shows the diff.'],
		yes: `approve ${name}`,
	};
}
