import type {Tier} from '../../domain/plan.ts';
import type {PhaseProgress} from '../../domain/run-state.ts';
import {formatClock} from '../text/format-clock.ts';
import {justify, span, type Line} from '../text/line.ts';
import {padWidth} from '../text/width.ts';
import {selectedPhase, shortName, type View} from '../view.ts';
import type {Content} from './content.ts';
import {phaseStatus} from './phase-status.ts';

const statusWidth = 10;
const timeWidth = 7;
const widthForTimes = 36;

/**
The queue by tier: what is done, what is worked on, what needs a person.
*/
export function phasesContent(view: View, width: number): Content {
	const {run} = view;
	const selectedId = selectedPhase(view)?.phase.phase_id;
	const rows: Line[] = [];
	let cursorRow = 0;
	for (const {tier, phases} of byTier(view)) {
		rows.push(tierRow(tier, phases, {view, width}));
		for (const progress of phases) {
			const isSelected = progress.phase.phase_id === selectedId;
			cursorRow = isSelected ? rows.length : cursorRow;
			rows.push(phaseRow(progress, isSelected, {view, width}));
		}
	}

	const waiting = run.phases.filter(({stage}) => stage === 'deciding').length;
	const title = waiting > 0 ? [span(`${view.glyphs.flag} ${waiting} ${waiting === 1 ? 'needs' : 'need'} you`, 'accentStrong')] : [];
	return {title, rows: rows.length > 0 ? rows : [[span('  waiting for the plan', 'dim')]], cursorRow};
}

type Place = {view: View; width: number};
type Group = {tier: Pick<Tier, 'tier_id' | 'name'>; phases: PhaseProgress[]};

const byTier = ({run}: View): Group[] =>
	[...Map.groupBy(run.phases, ({phase}) => phase.tier_id)].map(([tierId, phases]) => ({
		tier: run.plan?.tiers.find(({tier_id}) => tier_id === tierId) ?? {tier_id: tierId, name: tierId},
		phases,
	}));

function tierRow({tier_id, name}: Group['tier'], phases: PhaseProgress[], {view, width}: Place): Line {
	const done = phases.filter(({stage}) => stage === 'ended').length;
	const [prefix = ''] = tier_id.split('-', 1);
	const title = prefix !== tier_id && !name.startsWith(prefix) ? `${prefix} ${name}` : name;
	return justify(
		[span(`  ${title}`, 'dim')],
		[span(`${done}/${phases.length} `, 'dim')],
		{width, ellipsis: view.glyphs.ellipsis},
	);
}

function phaseRow(progress: PhaseProgress, isSelected: boolean, {view, width}: Place): Line {
	const {glyphs, run} = view;
	const status = phaseStatus(progress, glyphs);
	const time = width < widthForTimes ? '' : phaseTime(progress, view).padStart(timeWidth);
	const isHighRisk = progress.stage === 'queued' && progress.phase.complexity === 'high';
	const word = isHighRisk ? 'high risk' : status.word;
	return justify(
		[
			span(isSelected ? `${glyphs.cursor} ` : '  ', 'accentStrong'),
			span(status.glyph, status.isMoving && view.hasMotion ? 'spinner' : status.tone),
			span(` ${shortName(run, progress.phase.phase_id)}`, isSelected ? 'strong' : nameTone(progress)),
		],
		[span(padWidth(word, statusWidth), status.tone), span(time, 'dim'), span(' ')],
		{width, ellipsis: glyphs.ellipsis},
	);
}

const nameTone = ({stage}: PhaseProgress) => stage === 'queued' ? 'dim' : 'plain';

function phaseTime({startedAt, end}: PhaseProgress, {now}: View): string {
	return startedAt ? formatClock((end ? Date.parse(end.at) : now) - Date.parse(startedAt)) : '';
}
