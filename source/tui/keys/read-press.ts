import type {Key} from 'ink';

/**
A key press: its name (`a`, `enter`, `shift+tab`, `ctrl+c`), and the text it would type. A chunk of several characters has no name.
*/
export type Press = {name?: string; text: string};

export function readPress(input: string, key: Key): Press {
	const named: Array<[boolean, string]> = [
		[key.upArrow, 'up'],
		[key.downArrow, 'down'],
		[key.leftArrow, 'left'],
		[key.rightArrow, 'right'],
		[key.pageUp, 'pageup'],
		[key.pageDown, 'pagedown'],
		[key.home, 'home'],
		[key.end, 'end'],
		[key.return || input === '\n', 'enter'],
		[key.escape, 'escape'],
		[key.tab, key.shift ? 'shift+tab' : 'tab'],
		[key.backspace || key.delete, 'backspace'],
		[key.ctrl, `ctrl+${input}`],
		[key.meta, `meta+${input}`],
	];
	const name = named.find(([isPressed]) => isPressed)?.[1];
	if (name !== undefined) {
		return {name, text: ''};
	}

	return [...input].length === 1 ? {name: input, text: input} : {text: input};
}
