import {Box, Text} from 'ink';
import {areaRect} from '../areas.ts';
import {panelRect, type Layout} from '../layout.ts';
import {span, type Line} from '../text/line.ts';
import {toneProps} from '../theme.ts';
import {panelNames, type PanelName} from '../ui-state.ts';
import type {View} from '../view.ts';
import {LineView} from './line-view.tsx';
import {Panel} from './panel.tsx';

type Props = {readonly view: View; readonly layout: Exclude<Layout, {kind: 'none'}>};

/**
The topmost overlay, else the focused panel with tabs, else all four panels.
*/
export function Body({view, layout}: Props) {
	const overlay = view.ui.overlays.at(-1);
	if (overlay) {
		const rect = areaRect(overlay, view);
		return rect ? <Panel isFocused view={view} area={overlay} rect={rect}/> : null;
	}

	return layout.kind === 'tabs' ? <Tabs view={view} layout={layout}/> : <Grid view={view} layout={layout}/>;
}

function Tabs({view, layout}: {readonly view: View; readonly layout: Extract<Layout, {kind: 'tabs'}>}) {
	const {width, height} = layout.panel;
	return (
		<Box flexDirection='column' width={width} height={height} overflow='hidden'>
			<LineView line={tabsLine(view)} isAscii={view.options.ascii}/>
			<Panel isFocused view={view} area={view.ui.focus} rect={{width, height: height - 1}}/>
		</Box>
	);
}

const tabsLine = ({ui}: View): Line => [
	span(' '),
	...panelNames.map((name, index) => name === ui.focus
		? span(`[${index + 1} ${name}] `, 'accentStrong')
		: span(`${index + 1} ${name} `, 'dim')),
];

function Grid({view, layout}: {readonly view: View; readonly layout: Extract<Layout, {kind: 'grid'}>}) {
	const {left, right, top, bottom} = layout;
	const {glyphs} = view;
	const {rule, cross} = glyphs;
	return (
		<>
			<PanelPair view={view} layout={layout} names={['phases', 'builder']} height={top}/>
			<Text wrap='truncate' {...toneProps.dim}>{rule.repeat(left) + cross + rule.repeat(right)}</Text>
			<PanelPair view={view} layout={layout} names={['auditors', 'gate']} height={bottom}/>
		</>
	);
}

type PairProps = {readonly view: View; readonly layout: Layout; readonly names: [PanelName, PanelName]; readonly height: number};

function PanelPair({view, layout, names, height}: PairProps) {
	const {focus} = view.ui;
	const [left, right] = names.map(name => {
		const rect = panelRect(layout, name, focus);
		return rect ? <Panel key={name} view={view} area={name} rect={rect} isFocused={focus === name}/> : null;
	});
	return (
		<Box height={height} overflow='hidden'>
			{left}
			<Box width={1} height={height} overflow='hidden'>
				<Text {...toneProps.dim}>{Array.from({length: height}, () => view.glyphs.side).join('\n')}</Text>
			</Box>
			{right}
		</Box>
	);
}
