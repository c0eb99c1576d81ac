import type {Journal} from '../../journal/journal.ts';
import {gatherBacklog, type BacklogEntry} from './issue-index.ts';
import {readIssues} from './stored-reports.ts';

/**
The issues of all runs by key.
*/
export async function readBacklog(journal: Journal): Promise<Record<string, BacklogEntry>> {
	const runIds = await journal.runIds();
	const issues = await Promise.all(runIds.map(async runId => readIssues(journal, runId)));
	return gatherBacklog(issues.flat());
}
