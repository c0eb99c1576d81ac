/**
Work under way, grouped by phase so that a phase's work can be aborted and awaited as one.
*/
export type Tasks = {
	/**
	Aborts when the phase is released or the session stops.
	*/
	signalOf: (phaseId: string) => AbortSignal;
	/**
	Begins work, as soon as nothing of an earlier life of its phase is left, and follows it to its end. A failure that is not its abort stops the whole session,
	and is thrown by `throwIfFailed`.
	*/
	begin: (work: () => Promise<unknown>, phaseId?: string) => void;
	/**
	Aborts the phase's work, and cleans up after it when it has stopped.
	*/
	release: (phaseId: string, cleanUp: () => Promise<void>) => void;
	settled: () => Promise<void>;
	throwIfFailed: () => void;
};

type Group = {controller: AbortController; open: Set<Promise<void>>};

export function createTasks(stop: AbortController, stopped: AbortSignal): Tasks {
	const groups = new Map<string, Group>();
	const releases = new Map<string, Promise<void>>();
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

	const add = (work: Promise<unknown>, signal: AbortSignal, group?: Group) => {
		const task: Promise<void> = follow(work, signal).then(() => {
			all.delete(task);
			group?.open.delete(task);
		});
		all.add(task);
		group?.open.add(task);
	};

	return {
		signalOf: phaseId => AbortSignal.any([stopped, groupOf(phaseId).controller.signal]),
		begin(work, phaseId) {
			if (phaseId === undefined) {
				add(work(), stopped);
				return;
			}

			const group = groupOf(phaseId);
			const signal = AbortSignal.any([stopped, group.controller.signal]);
			add(beginAfter(releases.get(phaseId), work, signal), signal, group);
		},
		release(phaseId, cleanUp) {
			const group = groups.get(phaseId);
			groups.delete(phaseId);
			group?.controller.abort(new Error(`phase ${phaseId} has ended`));
			const release = Promise.all([releases.get(phaseId), ...group?.open ?? []]).then(cleanUp);
			releases.set(phaseId, release);
			add(release, stopped);
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

async function beginAfter(release: Promise<void> | undefined, work: () => Promise<unknown>, signal: AbortSignal): Promise<void> {
	if (release) {
		await release;
		signal.throwIfAborted();
	}

	await work();
}
