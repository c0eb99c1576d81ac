import type {PhaseProgress} from '../../domain/run-state.ts';
import {
	askingPhase,
	attemptWithChange,
	lastAttempt,
	retryablePhase,
	selectedPhase,
	shortName,
	type View,
} from '../view.ts';
import type {Binding} from './binding.ts';

const askingName = (view: View): string => {
	const asking = askingPhase(view);
	return asking ? ` ${shortName(view.run, asking.phase.phase_id)}` : '';
};

function whyNoDecision(view: View): string | undefined {
	if (view.options.readOnly) {
		return 'This screen is read-only: decide where the run was started, or start without --read-only.';
	}

	return askingPhase(view) ? undefined : 'No phase is waiting for a decision.';
}

function whyNoRetry(view: View): string | undefined {
	if (view.options.readOnly) {
		return whyNoDecision(view);
	}

	const selected = selectedPhase(view);
	return retryablePhase(view)
		? undefined
		: `Retry is for a phase that asks, failed, was blocked or skipped; ${selected ? shortName(view.run, selected.phase.phase_id) : 'none'} is not.`;
}

/**
Above this risk a person who has not looked at the diff is asked whether they mean it.
*/
const readDiffAboveRisk = 50;

function shouldConfirm(progress: PhaseProgress, view: View): boolean {
	const ref = lastAttempt(progress);
	if (!ref || progress.question?.level === 'blocked') {
		return true;
	}

	const isRisky = (ref.attempt.verdict?.risk.score ?? 0) > readDiffAboveRisk;
	return isRisky && !view.ui.openedDiffs.has(`${ref.phaseId}/${ref.attempt.attempt}`);
}

export const decideBindings: Binding[] = [
	{
		keys: ['a'],
		label: 'a',
		layers: ['main', 'overlay'],
		group: 'Decide',
		help: 'approve the phase that asks: its change lands',
		footer: {word: view => `approve${askingName(view)}`, rank: 2},
		whyNot: whyNoDecision,
		run(actions, view) {
			const asking = askingPhase(view);
			if (!asking) {
				return;
			}

			const phaseId = asking.phase.phase_id;
			if (shouldConfirm(asking, view)) {
				const {now} = view;
				actions.update(ui => ({
					...ui, dialog: {
						kind: 'confirm', action: 'override', phaseId, openedAt: now,
					},
				}));
				return;
			}

			actions.send({type: 'approve', phaseId});
			actions.say(`Approved ${shortName(view.run, phaseId)}.`);
		},
	},
	{
		keys: ['r'],
		label: 'r',
		layers: ['main', 'overlay', 'summary'],
		group: 'Decide',
		help: 'retry the phase that asks, or the selected one that ended without landing, with a note for the Builder',
		footer: {word: () => 'retry', rank: 3},
		whyNot: whyNoRetry,
		run(actions, view) {
			const phaseId = retryablePhase(view)?.phase.phase_id;
			if (phaseId !== undefined) {
				actions.update(ui => ({...ui, dialog: {kind: 'note', phaseId, text: ''}}));
			}
		},
	},
	{
		keys: ['s'],
		label: 's',
		layers: ['main', 'overlay'],
		group: 'Decide',
		help: 'skip the phase that asks: nothing of it lands',
		footer: {word: () => 'skip', rank: 3},
		whyNot: whyNoDecision,
		run(actions, view) {
			const phaseId = askingPhase(view)?.phase.phase_id;
			const {now} = view;
			actions.update(ui => ({
				...ui, dialog: {
					kind: 'confirm', action: 'skip', phaseId, openedAt: now,
				},
			}));
		},
	},
	{
		keys: ['d'],
		label: 'd',
		layers: ['main', 'summary'],
		group: 'Look',
		help: 'diff of the selected phase',
		footer: {word: () => 'diff', rank: 4},
		whyNot(view) {
			const selected = selectedPhase(view);
			return attemptWithChange(selected)
				? undefined
				: `${selected ? shortName(view.run, selected.phase.phase_id) : 'The run'} has no diff yet.`;
		},
		run(actions, view) {
			const selected = selectedPhase(view);
			const attempt = attemptWithChange(selected);
			actions.update(ui => ({
				...ui,
				overlays: [...ui.overlays, 'diff'],
				openedDiffs: new Set([...ui.openedDiffs, `${selected?.phase.phase_id}/${attempt?.attempt}`]),
			}));
		},
	},
];
