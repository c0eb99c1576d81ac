import wrapAnsi from 'wrap-ansi';
import {oneLine} from './one-line.ts';
import type {Phase} from './plan.ts';
import type {GateLevel} from './verdict.ts';

export type Landing = {
	runId: string;
	phase: Pick<Phase, 'phase_id' | 'name' | 'description'>;
	attempt: number;
	builderModel: string;
	auditorModels: string[];
	level: GateLevel;
	/**
	Who let a change land that the gate did not call ok, such as `terminal` or `--yes`.
	*/
	approvedBy?: string;
	/**
	Of all model calls of the attempt.
	*/
	tokens?: number;
};

const columns = 72;

/**
The message of a landing commit: the phase's name as subject (at most 72 characters), its description as body, and git trailers that name run, phase,
attempt, models and gate level. No text of a plan or a model can add or hide a trailer.
*/
export function landingMessage(landing: Landing): string {
	const {phase} = landing;
	const subject = oneLine(phase.name, columns) || oneLine(phase.phase_id, columns) || 'Land a phase';
	const paragraphs = [subject, bodyOf(phase.description ?? ''), trailersOf(landing).join('\n')];
	return `${paragraphs.filter(paragraph => paragraph !== '').join('\n\n')}\n`;
}

const bodyOf = (description: string): string => description
	.split(/\r\n|[\n\r]/v)
	.map(line => wrapAnsi(oneLine(line), columns, {hard: false}))
	.join('\n')
	// Git takes a line of `---` for the end of the message and looks for trailers above it.
	.replaceAll(/^-{3,}(?=\s|$)/gmv, '--')
	.replaceAll(/\n{3,}/gv, '\n\n')
	.trim();

function trailersOf(landing: Landing): string[] {
	const trailer = (name: string, value: string) => `Autopack-${name}: ${oneLine(value, 200)}`;
	return [
		trailer('Run', landing.runId),
		trailer('Phase', landing.phase.phase_id),
		trailer('Attempt', String(landing.attempt)),
		trailer('Builder', landing.builderModel),
		...landing.auditorModels.map(model => trailer('Auditor', model)),
		trailer('Gate', gateText(landing)),
		...(landing.tokens === undefined ? [] : [trailer('Tokens', String(landing.tokens))]),
	];
}

function gateText({level, approvedBy}: Landing): string {
	if (level === 'ok' || approvedBy === undefined) {
		return level;
	}

	return level === 'blocked' ? `blocked (overridden by ${approvedBy})` : `needs_review (approved by ${approvedBy})`;
}
