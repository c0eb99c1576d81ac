import {prepareChecks} from './prepare.ts';
import {attemptOf, type Session} from './session.ts';

/**
Runs the checks on the attempt's tree; ends in `checks.finished`.
*/
export async function check(session: Session, ids: {phaseId: string; attempt: number}): Promise<void> {
	const {services: {workspace, checks, onDelta, outputDirectoryOf}, record, state} = session;
	const {base, change} = attemptOf(session, ids);
	const signal = session.signalOf(ids.phaseId);
	const {tree} = change!;
	await prepareChecks(session, ids);
	const directory = await workspace.holdTree(ids.phaseId, base, tree);
	const recorded: Array<Promise<unknown>> = [];
	const keep = (recording: Promise<unknown>) => {
		recorded.push(recording);
		// A journal that fails meanwhile is heard of below, once the checks have ended.
		recording.catch(() => undefined);
	};

	await checks.run({
		directory,
		tree,
		baseTree: await workspace.treeOf(base),
		change: change!,
		mix: async mixture => workspace.holdMixture(ids.phaseId, base, mixture),
		readTexts: workspace.readTexts,
		listPaths: workspace.listPaths,
		outputDirectory: outputDirectoryOf?.(ids),
	}, signal, {
		onStarted(started) {
			keep(record({type: 'check.started', ...ids, ...started}));
		},
		onOutput(name, text) {
			onDelta({
				type: 'check.output', runId: state().runId, ...ids, name, text,
			});
		},
		onFinished(finished) {
			keep(record({type: 'check.finished', ...ids, check: finished}));
		},
	});
	await Promise.all(recorded);
	signal.throwIfAborted();
	await record({type: 'checks.finished', ...ids});
}
