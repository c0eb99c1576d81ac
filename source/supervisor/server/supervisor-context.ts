import type {Command} from '../../domain/command.ts';
import type {Journal} from '../../journal/journal.ts';
import type {IntegrationStatus, ModelOverride, ModelRoute} from './answers.ts';

/**
The model routing of the executor beside this server, where there is one.
*/
type ModelRouting = {
	list: () => ModelRoute[];
	override: (change: ModelOverride) => void;
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
	modelRouting?: ModelRouting;
	/**
	Called after a command was journalled.
	*/
	onCommand?: (runId: string, command: Command) => void;
	/**
	Whether to append `report.received` for results and status: yes for executors elsewhere, no for the one whose journal this is.
	*/
	recordReports: boolean;
};
