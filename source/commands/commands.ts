import type {Command} from '../compose/command-context.ts';

/**
Each command is loaded when it is asked for: `--help` and `runs` load no UI.
*/
export const commands: Record<string, () => Promise<Command>> = {
	tui: async () => (await import('./tui.ts')).tui,
	run: async () => (await import('./run.ts')).run,
	demo: async () => (await import('./demo.ts')).demo,
	runs: async () => (await import('./runs.ts')).runs,
	show: async () => (await import('./show.ts')).show,
	gate: async () => (await import('./gate.ts')).gate,
	serve: async () => (await import('./serve.ts')).serve,
	patch: async () => (await import('./patch.ts')).patch,
	doctor: async () => (await import('./doctor.ts')).doctor,
};

/**
Arguments that a command takes after its name; the others take none.
*/
export const argumentLimits: Record<string, number> = {run: 1, show: 2, patch: 2};
