import {memo} from 'react';
import {Text} from 'ink';
import Spinner from 'ink-spinner';
import type {Line, Span} from '../text/line.ts';
import {toneProps} from '../theme.ts';

type Props = {readonly line: Line; readonly isAscii: boolean};

/**
One row of the screen. Its content is already cut to its width.
*/
export const LineView = memo(({line, isAscii}: Props) => (
	<Text wrap='truncate'>
		{line.map((part, index) => <SpanView key={index} part={part} isAscii={isAscii}/>)}
		{line.length === 0 && ' '}
	</Text>
), (before, after) => before.isAscii === after.isAscii && isSameLine(before.line, after.line));

const SpanView = ({part: {text, tone}, isAscii}: {readonly part: Span; readonly isAscii: boolean}) => (
	<Text {...toneProps[tone]}>
		{tone === 'spinner' ? <Spinner type={isAscii ? 'line' : 'dots'}/> : text}
	</Text>
);

const isSameLine = (a: Line, b: Line) =>
	a === b || (a.length === b.length && a.every((part, index) => part.text === b[index]?.text && part.tone === b[index].tone));
