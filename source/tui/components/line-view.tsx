import {memo} from 'react';
import {Text} from 'ink';
import Spinner from 'ink-spinner';
import type {Line} from '../text/line.ts';
import {toneProps} from '../theme.ts';

type Props = {readonly line: Line; readonly isAscii: boolean};

/** One row of the screen. Its content is already cut to its width. */
export const LineView = memo(({line, isAscii}: Props) => (
	<Text wrap="truncate">
		{line.length === 0 ? ' ' : line.map((part, index) => (
			// eslint-disable-next-line react/no-array-index-key -- The parts of a line have no identity but their place.
			<Text key={index} {...toneProps[part.tone]}>
				{part.tone === 'spinner' ? <Spinner type={isAscii ? 'line' : 'dots'}/> : part.text}
			</Text>
		))}
	</Text>
), (before, after) => before.isAscii === after.isAscii && isSameLine(before.line, after.line));

const isSameLine = (a: Line, b: Line) =>
	a === b || (a.length === b.length && a.every((part, index) => part.text === b[index]?.text && part.tone === b[index].tone));
