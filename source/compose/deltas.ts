import type {Delta} from '../domain/event.ts';

export type DeltaBus = {publish: (delta: Delta) => void; subscribe: (listener: (delta: Delta) => void) => () => void};

/**
Passes what streams by to whoever looks; nothing is kept.
*/
export function createDeltaBus(): DeltaBus {
	const listeners = new Set<(delta: Delta) => void>();
	return {
		publish(delta) {
			for (const listener of listeners) {
				listener(delta);
			}
		},
		subscribe(listener) {
			listeners.add(listener);
			return () => {
				listeners.delete(listener);
			};
		},
	};
}
