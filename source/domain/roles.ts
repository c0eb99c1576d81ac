import type {Change} from './change.ts';
import type {CheckResult} from './check.ts';
import type {Feedback} from './event.ts';
import type {Review} from './finding.ts';
import type {Phase} from './plan.ts';
import type {Usage} from './usage.ts';

/**
A file of the repository as the model sees it: whole, less its secrets. `sha256` is that of the bytes in the repository, in hexadecimal.
*/
export type ContextFile = {path: string; content: string; sha256: string};

/**
What a model may know of the repository: every path, and the content of those that matter for the phase.
*/
export type RepositoryContext = {paths: string[]; files: ContextFile[]};

export type CallOptions = {
	signal: AbortSignal;
	/**
	Tokens that the run's budget still allows; a call must not be able to use more.
	*/
	tokensLeft: number;
	onDelta: (text: string) => void;
};

export type BuildRequest = {
	phase: Phase;
	attempt: number;
	context: RepositoryContext;
	feedback: Feedback[];
	/**
	Why patches of earlier attempts were refused, oldest first.
	*/
	refusals: string[];
	/**
	True when the limit allows no further attempt.
	*/
	isLastAttempt: boolean;
	/**
	The diff of the attempt before, if it was applied.
	*/
	previousDiff?: string;
};

type CallResult = {usage: Usage; costUsd: number | undefined; durationMs: number};

export type BuilderReply = CallResult & {text: string; finish: 'stop' | 'length' | 'refusal' | 'other'};

/**
Writes a patch as text. Throws ProviderError when the call failed for good, BudgetError when it would pass `tokensLeft`,
and the signal's reason when aborted.
*/
export type Builder = {
	provider: string;
	/**
	The model that serves this phase (by role and complexity).
	*/
	modelFor: (phase: Phase) => string;
	build: (request: BuildRequest, options: CallOptions) => Promise<BuilderReply>;
};

export type ReviewRequest = {phase: Phase; diff: string; context: RepositoryContext};

type ReviewReply = CallResult & {review: Review};

/**
Reviews a diff. Throws as a Builder does; a reply that is no review is a ProviderError of kind `invalid_reply`.
*/
export type Auditor = {
	/**
	Unique among the auditors of a run.
	*/
	name: string;
	provider: string;
	modelFor: (phase: Phase) => string;
	review: (request: ReviewRequest, options: CallOptions) => Promise<ReviewReply>;
};

/**
A model call whose prompt alone, or with the least useful answer, would pass the token cap. Nothing was sent.
*/
export class BudgetError extends Error {
	override readonly name = 'BudgetError';
}

export type CheckObserver = {
	onStarted: (check: {name: string; kind: CheckResult['kind']; command: string[]}) => void;
	onOutput: (name: string, text: string) => void;
	onFinished: (check: CheckResult) => void;
};

/**
A tree that is part old and part new: `paths` as the tree `from` has them, everything else as the tree `onto`.
*/
export type Mixture = {side: 'old-tests' | 'witness'; onto: string; from: string; paths: string[]};

/**
A changed tree, in `directory`, and how to get at what else there is to see of it.
*/
export type CheckedChange = {
	directory: string;
	tree: string;
	baseTree: string;
	change: Pick<Change, 'files' | 'diff'>;
	/**
	Puts a mixture in a worktree of its own.
	*/
	mix: (mixture: Mixture) => Promise<{directory: string; tree: string}>;
	/**
	Texts of files in a tree, those that are there and are text.
	*/
	readTexts: (tree: string, paths: string[]) => Promise<Map<string, string>>;
	listPaths: (tree: string) => Promise<string[]>;
	/**
	Where the whole output of each check is kept; absent: nowhere.
	*/
	outputDirectory?: string;
};

/**
The project's own checks. `prepare` must have been called for `baseTree` before `run`; it is cheap when the cache knows the tree.
*/
export type Checks = {
	/**
	Runs the checks on a base tree, which `directory` puts in place when it is needed, or reads their results from the cache.
	*/
	prepare: (base: {directory: () => Promise<string>; tree: string}, signal: AbortSignal) => Promise<void>;
	/**
	Runs the checks on a changed tree and compares them with the base's. Never rejects for what a check does: that is its status.
	*/
	run: (
		change: CheckedChange,
		signal: AbortSignal,
		observer: CheckObserver,
	) => Promise<CheckResult[]>;
};
