import type {Attempt, PhaseProgress} from '../../domain/run-state.ts';
import type {Glyphs} from '../theme.ts';
import type {Tone} from '../text/line.ts';

export type Status = {glyph: string; word: string; tone: Tone; isMoving?: boolean};

/**
A phase's state as glyph, word and tone: any one of the three is enough to tell it.
*/
export function phaseStatus(progress: PhaseProgress, glyphs: Glyphs): Status {
	switch (progress.stage) {
		case 'queued': {
			return {glyph: glyphs.queued, word: 'queued', tone: 'dim'};
		}

		case 'deciding': {
			return {glyph: glyphs.flag, word: 'needs you', tone: 'accentStrong'};
		}

		case 'ended': {
			return endStatus(progress, glyphs);
		}

		default: {
			return {
				glyph: glyphs.active, word: workWord(progress.stage, progress.attempts.at(-1)), tone: 'accent', isMoving: true,
			};
		}
	}
}

function workWord(stage: 'building' | 'applying' | 'evaluating' | 'landing', attempt: Attempt | undefined): string {
	if (stage !== 'evaluating' || !attempt) {
		return stage === 'evaluating' ? 'checking' : stage;
	}

	const isReviewing = attempt.auditors.some(({review, error}) => !review && error === undefined);
	return isReviewing ? 'in review' : 'checking';
}

function endStatus({end, approvedBy}: PhaseProgress, glyphs: Glyphs): Status {
	switch (end?.state) {
		case 'FAILED': {
			return {glyph: glyphs.bad, word: 'failed', tone: 'bad'};
		}

		case 'BLOCKED': {
			return {glyph: glyphs.blocked, word: 'blocked', tone: 'bad'};
		}

		case 'SKIPPED': {
			return {glyph: glyphs.skipped, word: 'skipped', tone: 'dim'};
		}

		default: {
			return {glyph: glyphs.good, word: approvedBy ? 'approved' : 'ok', tone: 'good'};
		}
	}
}
