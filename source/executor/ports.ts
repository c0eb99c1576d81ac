import type {Change} from '../domain/change.ts';
import type {
	Delta,
	EventBody,
	RunEvent,
	ShownFile,
} from '../domain/event.ts';
import type {Phase, Plan} from '../domain/plan.ts';
import type {PhaseState} from '../domain/run-record.ts';
import type {
	Auditor,
	Builder,
	Checks,
	Mixture,
	RepositoryContext,
} from '../domain/roles.ts';

/**
The part of the journal that an executor needs.
*/
type EventLog = {
	append: (runId: string, body: EventBody) => Promise<RunEvent>;
	events: (runId: string, afterSeq?: number) => Promise<RunEvent[]>;
	subscribe: (runId: string, afterSeq: number, listener: (event: RunEvent) => void) => () => void;
};

/**
The git side. Worktrees have names; each holds one commit or tree at a time and is private to this executor.
*/
type Workspace = {
	/**
	Puts the commit, clean, in the named worktree and returns its directory.
	*/
	checkOut: (name: string, commit: string) => Promise<string>;
	/**
	Puts the tree of an applied change on its base in the named worktree, unless it is there already, and returns the directory.
	*/
	holdTree: (name: string, base: string, tree: string) => Promise<string>;
	/**
	Makes the named worktree ready for `applyReply`, which otherwise does it itself.
	*/
	prepareWorktree: (name: string, base: string) => Promise<void>;
	/**
	Applies the edits of a Builder's reply to the commit in the named worktree. A refusal changes nothing. `shown` are the files whose text at that commit the Builder had read:
	another is not deleted unseen. Where it is undefined, nobody knows.
	*/
	applyReply: (name: string, base: string, reply: {text: string; shown?: ShownFile[]}) => Promise<{ok: true; change: Change} | {ok: false; code: string; message: string}>;
	/**
	Puts the tree that has `paths` as the tree `from` has them, and everything else as the tree `onto`, in a worktree beside the named one, and returns its directory.
	*/
	holdMixture: (name: string, base: string, mixture: Mixture) => Promise<{directory: string; tree: string}>;
	/**
	The texts of files in a tree; those that are not there, or are no text, are left out.
	*/
	readTexts: (tree: string, paths: string[]) => Promise<Map<string, string>>;
	listPaths: (tree: string) => Promise<string[]>;
	/**
	Also those beside it.
	*/
	removeWorktree: (name: string) => Promise<void>;
	treeOf: (commit: string) => Promise<string>;
	headOf: (ref: string) => Promise<string>;
	createCommit: (commit: {tree: string; parent: string; message: string}) => Promise<string>;
	/**
	Compare-and-swap: moves the ref only if it is still at `from`.
	*/
	advanceRef: (move: {ref: string; from: string; to: string}) => Promise<'advanced' | 'moved'>;
	hasLanded: (landing: {ref: string; commit: string}) => Promise<boolean>;
};

/**
What the Supervisor says of the run now.
*/
export type Standing = {
	plan: Plan;
	states: Array<{phaseId: string; state: PhaseState}>;
	/**
	More phases may come: the run is still being planned.
	*/
	isQueueing: boolean;
};

export type Services = {
	log: EventLog;
	workspace: Workspace;
	builder: Builder;
	auditors: Auditor[];
	checks: Checks;
	/**
	What a model may see of the repository; the files that refusals of earlier patches name among it.
	*/
	selectContext: (phase: Phase, commit: string, refusals: string[]) => Promise<RepositoryContext>;
	/**
	Asks the Supervisor; undefined while it is away, which stops nothing.
	*/
	poll: () => Promise<Standing | undefined>;
	onDelta: (delta: Delta) => void;
	/**
	Where the output of an attempt's checks is kept; absent: nowhere.
	*/
	outputDirectoryOf?: (attempt: {phaseId: string; attempt: number}) => string;
};
