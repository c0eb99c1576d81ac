import {useState, useSyncExternalStore} from 'react';
import {
	Box,
	Text,
	useApp,
	useInput,
	usePaste,
} from 'ink';
import {areaExtent, viewLayout} from '../areas.ts';
import type {Actions} from '../keys/binding.ts';
import {createKeyHandler} from '../keys/key-handler.ts';
import type {Layout} from '../layout.ts';
import {cardLines} from '../panels/card-lines.ts';
import {footerLine} from '../panels/footer-line.ts';
import {headerLine} from '../panels/header-line.ts';
import type {TuiStore} from '../store/tui-store.ts';
import {
	cutLine,
	lineWidth,
	span,
	type Line,
} from '../text/line.ts';
import {sliceWidth} from '../text/width.ts';
import {suspendProcess} from '../terminal.ts';
import type {View} from '../view.ts';
import {Body} from './body.tsx';
import {LineView} from './line-view.tsx';

type Props = {readonly store: TuiStore; readonly actions: Omit<Actions, 'suspend' | 'extentOf'>; readonly clock: () => number};

export function App({store, actions, clock}: Props) {
	const view = useSyncExternalStore(store.subscribe, store.snapshot);
	const {suspendTerminal} = useApp();
	const [keys] = useState(() => createKeyHandler({
		...actions,
		suspend() {
			void suspendProcess(suspendTerminal);
		},
		extentOf: areaExtent,
	}, () => store.view(), clock));
	useInput(keys.press);
	usePaste(keys.paste);
	const layout = viewLayout(view);
	const {columns, rows} = view.ui;
	return (
		<Box flexDirection='column' width={columns} height={rows} overflow='hidden'>
			{layout.kind === 'none' ? <TooSmall view={view}/> : <Frame view={view} layout={layout}/>}
		</Box>
	);
}

function TooSmall({view: {ui, run}}: {readonly view: View}) {
	const done = run.phases.filter(({stage}) => stage === 'ended').length;
	const text = `autopack ${done}/${run.phases.length}: make this terminal 40 x 10 or larger.`;
	return <Text>{sliceWidth(text, Math.max(1, ui.columns * ui.rows))}</Text>;
}

function Frame({view, layout}: {readonly view: View; readonly layout: Exclude<Layout, {kind: 'none'}>}) {
	const {columns} = view.ui;
	const {ascii} = view.options;
	const card = layout.cardRows > 0 ? cardLines(view, columns) : [];
	return (
		<>
			<LineView line={headerLine(view, columns)} isAscii={ascii}/>
			<LineView line={ruleLine(view, layout, 'top')} isAscii={ascii}/>
			<Body view={view} layout={layout}/>
			{card.length > 0 && <Card view={view} lines={card} layout={layout}/>}
			<LineView line={statusRule(view, layout)} isAscii={ascii}/>
			<LineView line={footerLine(view, columns)} isAscii={ascii}/>
		</>
	);
}

/**
As many rows as the layout gives: the first ones, and always the last, which has the keys.
*/
function Card({view, lines, layout}: {readonly view: View; readonly lines: Line[]; readonly layout: Exclude<Layout, {kind: 'none'}>}) {
	const room = layout.cardRows - 1;
	const shown = lines.length <= room ? lines : [...lines.slice(0, Math.max(0, room - 1)), ...lines.slice(-1)];
	return (
		<Box flexDirection='column' height={layout.cardRows} overflow='hidden'>
			<LineView line={ruleLine(view, layout, 'card')} isAscii={view.options.ascii}/>
			{shown.map((line, index) => (
				<LineView key={index} line={line} isAscii={view.options.ascii}/>
			))}
		</Box>
	);
}

/**
A rule over the whole width that meets the grid's upright where it touches the panels.
*/
function ruleLine({ui, glyphs, options}: View, layout: Layout, place: 'top' | 'card' | 'bottom'): Line {
	if (options.screenReader) {
		return [];
	}

	const isMeets = layout.kind === 'grid' && ui.overlays.length === 0 && (place !== 'bottom' || layout.cardRows === 0);
	if (!isMeets) {
		return [span(glyphs.rule.repeat(ui.columns), 'dim')];
	}

	const join = place === 'top' ? glyphs.joinDown : glyphs.joinUp;
	return [span(glyphs.rule.repeat(layout.left) + join + glyphs.rule.repeat(layout.right), 'dim')];
}

/**
The rule above the footer; for a few seconds it carries what there is to say.
*/
function statusRule(view: View, layout: Layout): Line {
	const {ui: {status, columns}, glyphs} = view;
	if (!status) {
		return ruleLine(view, layout, 'bottom');
	}

	const text = cutLine([span(`${glyphs.rule.repeat(2)} `, 'dim'), span(`${status.text} `, 'accent')], columns, glyphs.ellipsis);
	return [...text, span(glyphs.rule.repeat(Math.max(0, columns - lineWidth(text))), 'dim')];
}
