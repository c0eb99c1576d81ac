/**
Work under way, grouped by phase so that a phase's work can be aborted and awaited as one.
*/
export type Tasks = {
	/**
	Aborts when the phase is released or the session stops.
	*/
	signalOf: (phaseId: string) => AbortSignal;
	/**
	Follows work to its end. A failure that is not its abort stops the whole session, and is thrown by `throwIfFailed`.
	*/
	add: (work: Promise<unknown>, phaseId?: string) => void;
	/**
	Aborts the phase's work and resolves when it has stopped.
	*/
	release: (phaseId: string) => Promise<void>;
	settled: () => Promise<void>;
	throwIfFailed: () => void;
};

type Group = {controller: AbortController; open: Set<Promise<void>>};

export function createTasks(stop: AbortController, stopped: AbortSignal): Tasks {
	const groups = new Map<string, Group>();
	const all = new Set<Promise<void>>();
	let failure: {error: unknown} | undefined;

	const groupOf = (phaseId: string): Group => {
		const group = groups.get(phaseId) ?? {controller: new AbortController(), open: new Set()};
		groups.set(phaseId, group);
		return group;
	};

	const follow = async (work: Promise<unknown>, signal: AbortSignal) => {
		try {
			await work;
		} catch (error) {
			if (!signal.aborted) {
				failure ??= {error};
				stop.abort(error);
			}
		}
	};

	return {
		signalOf: phaseId => AbortSignal.any([stopped, groupOf(phaseId).controller.signal]),
		add(work, phaseId) {
			const group = phaseId === undefined ? undefined : groupOf(phaseId);
			const task: Promise<void> = follow(work, group ? AbortSignal.any([stopped, group.controller.signal]) : stopped).then(() => {
				all.delete(task);
				group?.open.delete(task);
			});
			all.add(task);
			group?.open.add(task);
		},
		async release(phaseId) {
			const group = groups.get(phaseId);
			groups.delete(phaseId);
			group?.controller.abort(new Error(`phase ${phaseId} has ended`));
			if (group) {
				await Promise.all(group.open);
			}
		},
		async settled() {
			while (all.size > 0) {
				await Promise.all(all);
			}
		},
		throwIfFailed() {
			if (failure) {
				throw failure.error;
			}
		},
	};
}
