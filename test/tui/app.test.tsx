import {cleanup, render} from 'ink-testing-library';
import {afterEach, expect, test} from 'vitest';
import type {Command} from '../../source/domain/command.ts';
import {App} from '../../source/tui/components/app.tsx';
import {storeOf} from '../helpers/tui-view.ts';

afterEach(() => {
	cleanup();
});

test('a key goes through the table to a command, and the screen says so', async () => {
	const store = storeOf('decision');
	const commands: Command[] = [];
	const left: string[] = [];
	const actions = {
		update: store.update,
		say: store.say,
		send(command: Command) {
			commands.push(command);
		},
		leave(reason: string) {
			left.push(reason);
		},
		redraw() {
			store.schedule();
		},
	};
	const {lastFrame, stdin} = render(<App store={store} actions={actions} clock={() => 0}/>);
	await expect.poll(() => lastFrame()).toContain('auth needs you');
	stdin.write('a');
	await expect.poll(() => lastFrame()).toContain('Approved auth.');
	expect(commands).toEqual([{type: 'approve', phaseId: 'fileorg-p2-auth'}]);
	expect(lastFrame()?.split('\n').length).toBe(30);
	stdin.write('\u{3}');
	await expect.poll(() => lastFrame()).toContain('Quit while the run is working?');
	stdin.write('\u{3}');
	await expect.poll(() => left).toEqual(['interrupted']);
	store.dispose();
});
