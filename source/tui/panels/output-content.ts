import {span, type Line, cutLine} from '../text/line.ts';
import {
	lastAttempt,
	selectedPhase,
	shortName,
	type View,
} from '../view.ts';
import type {Content} from './content.ts';
import {checkMark} from './gate-content.ts';

/**
What the checks of the selected phase's newest attempt print.
*/
export function outputContent(view: View, width: number): Content {
	const progress = selectedPhase(view);
	const ref = lastAttempt(progress);
	const title = progress ? [span(shortName(view.run, progress.phase.phase_id), 'strong'), span(ref ? ` attempt ${ref.attempt.attempt}` : '')] : [];
	if (!ref || ref.attempt.checks.length === 0) {
		return {title, rows: [[span('  no check has run yet', 'dim')]]};
	}

	const rows = ref.attempt.checks.flatMap(({name, result}): Line[] => {
		const {glyph, tone} = result ? checkMark(result.status, view.glyphs) : {glyph: view.glyphs.active, tone: 'accent' as const};
		return [
			[span(`  ${glyph} `, tone), span(name, 'strong'), span(`  ${result ? result.summary : 'running'}`)],
			...(result ? [cutLine([span(`    $ ${result.command.join(' ')}`, 'dim')], width - 1, view.glyphs.ellipsis)] : []),
			...view.streams.checkOutput(ref, name).map(text => cutLine([span(`    ${text}`)], width - 1, view.glyphs.ellipsis)),
			[],
		];
	});
	return {title, rows, isTail: !ref.attempt.checksFinished};
}
