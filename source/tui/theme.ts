import type {TextProps} from 'ink';
import type {Tone} from './text/line.ts';

const unicodeGlyphs = {
	good: '✓',
	bad: '✗',
	flag: '⚑',
	active: '▶',
	queued: '·',
	skipped: '↷',
	blocked: '■',
	unknown: '?',
	cursor: '❯',
	tree: '▸',
	full: '▰',
	empty: '▱',
	rule: '─',
	side: '│',
	cross: '┼',
	joinDown: '┬',
	joinUp: '┴',
	dot: '·',
	arrow: '→',
	rising: '▲',
	falling: '▼',
	level: '=',
	minus: '−',
	ellipsis: '…',
	down: '↓',
	enter: '⏎',
	caret: '▌',
};

export type Glyphs = typeof unicodeGlyphs;

const asciiGlyphs: Glyphs = {
	good: '+',
	bad: 'x',
	flag: '!',
	active: '>',
	queued: '.',
	skipped: '~',
	blocked: '#',
	unknown: '?',
	cursor: '>',
	tree: '*',
	full: '#',
	empty: '-',
	rule: '-',
	side: '|',
	cross: '+',
	joinDown: '+',
	joinUp: '+',
	dot: '-',
	arrow: '->',
	rising: '^',
	falling: 'v',
	level: '=',
	minus: '-',
	ellipsis: '~',
	down: 'v',
	enter: 'enter',
	caret: '_',
};

export const glyphsFor = (isAscii: boolean): Glyphs => isAscii ? asciiGlyphs : unicodeGlyphs;

/**
One accent; green and red for what is good and bad; all three readable on light and dark in 16 colours.
*/
export const toneProps: Record<Tone, TextProps> = {
	plain: {},
	strong: {bold: true},
	dim: {dimColor: true},
	accent: {color: 'magenta'},
	accentStrong: {color: 'magenta', bold: true},
	good: {color: 'green'},
	bad: {color: 'red'},
	goodWord: {color: 'green', bold: true, underline: true},
	badWord: {color: 'red', bold: true, underline: true},
	spinner: {color: 'magenta'},
};
