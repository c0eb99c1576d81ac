import {formatTokens} from '../domain/format-amounts.ts';
import {oneLine} from '../domain/one-line.ts';
import {alignColumns} from './align-columns.ts';

type Row = {
	id: string;
	state: string;
	created_at?: string | undefined;
	tokens_used?: number | undefined;
	token_cap?: number | undefined;
	phases_total?: number | undefined;
	phases_completed?: number | undefined;
};

/**
The runs of a Supervisor as a table, newest first.
*/
export function formatRuns(rows: Row[]): string[] {
	if (rows.length === 0) {
		return ['There are no runs yet. Create one from a plan: autopack run PLAN.json, or look at one: autopack demo'];
	}

	return alignColumns([['run', 'state', 'phases', 'tokens', 'created'], ...rows.map(row => [
		oneLine(row.id, 60),
		row.state,
		`${row.phases_completed ?? '?'}/${row.phases_total ?? '?'}`,
		[row.tokens_used ?? 0, ...row.token_cap ? [row.token_cap] : []].map(tokens => formatTokens(tokens)).join('/'),
		row.created_at?.slice(0, 16).replace('T', ' ') ?? '-',
	])], new Set(['phases', 'tokens']));
}
