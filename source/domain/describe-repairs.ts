import type {Change} from './change.ts';

/**
One line for each hunk of a change that was not applied as it stands: which rung of the ladder found its place.
*/
export const describeRepairs = ({repairs = []}: Pick<Change, 'repairs'>): string[] =>
	repairs.map(({path, hunk, line, rung}) => `repaired on rung ${rung}: ${path} hunk ${hunk}, line ${line}`);
