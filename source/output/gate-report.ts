import {plural} from '../domain/format-amounts.ts';
import type {Rejudged} from '../domain/gate/judge-again.ts';
import {oneLine} from '../domain/one-line.ts';
import type {Verdict} from '../domain/verdict.ts';
import {alignColumns} from './align-columns.ts';

/**
How another policy judges a run, as lines: each attempt's level then and now, with the reasons that made a difference, and what that comes to.
*/
export function formatRejudged(rejudged: Rejudged[]): string[] {
	const changed = rejudged.filter(({recorded, judged}) => recorded.level !== judged.level);
	const heavier = changed.filter(({recorded, judged}) => levels.indexOf(judged.level) > levels.indexOf(recorded.level));
	return [
		...alignColumns([
			['phase', 'attempt', 'recorded', 'judged', '--yes'],
			...rejudged.map(({phaseId, attempt, recorded, judged}) => [oneLine(phaseId, 40), String(attempt), recorded.level, judged.level, answerOf(judged)]),
		], new Set(['attempt'])),
		...changed.flatMap(each => ['', ...differenceOf(each)]),
		'',
		changed.length === 0
			? `${plural(rejudged.length, 'verdict')}, all of the same level.`
			: `${plural(rejudged.length, 'verdict')}: ${heavier.length} heavier, ${changed.length - heavier.length} lighter, ${rejudged.length - changed.length} of the same level.`,
	];
}

const levels: Array<Verdict['level']> = ['ok', 'needs_review', 'blocked'];

const answerOf = ({level, forYes}: Verdict): string => level === 'ok' ? 'lands' : (forYes ? 'approves' : 'blocks');

function differenceOf({phaseId, attempt, recorded, judged}: Rejudged): string[] {
	const weighty = judged.reasons.filter(({weight}) => weight !== 'warning');
	const reasons = weighty.length > 0 ? weighty : recorded.reasons.filter(({weight}) => weight !== 'warning');
	return [
		`${oneLine(phaseId, 40)}, attempt ${attempt}: ${recorded.level} would be ${judged.level}${weighty.length > 0 ? '' : '; no longer of weight:'}`,
		...reasons.map(({id, weight, message}) => `  ${weight} ${id}: ${oneLine(message, 300)}`),
	];
}
