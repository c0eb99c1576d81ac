import type {ModelOverride, ModelRoute} from '../../domain/model-override.ts';
import type {Journal} from '../../journal/journal.ts';
import type {IntegrationStatus} from './answers.ts';

/**
The models of the executors that work on this server's journal.
*/
export type ModelRouting = {
	list: () => Promise<ModelRoute[]>;
	/**
	Holds from each run's next session on. Rejects with HttpError for a model that the role cannot ask.
	*/
	override: (change: ModelOverride) => Promise<void>;
};

/**
What the routes work with.
*/
export type SupervisorContext = {
	journal: Journal;
	version: string;
	now: () => Date;
	/**
	State of the run's integration branch in the workspace's repository; undefined where there is no repository to look into.
	*/
	integrationStatus: (runId: string) => Promise<IntegrationStatus | undefined>;
	modelRouting: ModelRouting;
	/**
	Whether to append `report.received` for results and status: yes for executors elsewhere, no for the one whose journal this is.
	*/
	recordReports: boolean;
};
