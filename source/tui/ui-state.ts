export const panelNames = ['phases', 'builder', 'auditors', 'gate'] as const;
export type PanelName = (typeof panelNames)[number];

export type OverlayName = 'help' | 'diff' | 'output' | 'summary';

/**
What scrolls on its own.
*/
export type ScrollArea = PanelName | OverlayName;

/**
`topRow` is the first row shown; `seenRows` how many there were when the person scrolled away from the end.
*/
export type Scroll = {topRow: number; seenRows: number};

type Dialog =
	| {kind: 'confirm'; action: 'skip' | 'override' | 'quit'; phaseId?: string; openedAt: number}
	| {kind: 'note'; phaseId: string; text: string};

export type UiState = {
	columns: number;
	rows: number;
	focus: PanelName;
	isZoomed: boolean;
	/**
	Undefined: follow what the run is at.
	*/
	selectedId?: string;
	/**
	No entry: at the end where the content grows there, else at the top.
	*/
	scrolls: Partial<Record<ScrollArea, Scroll>>;
	/**
	The topmost is last.
	*/
	overlays: OverlayName[];
	dialog?: Dialog;
	status?: {text: string; until: number};
	/**
	Phases whose diff was opened in the attempt named, as `phase/attempt`.
	*/
	openedDiffs: ReadonlySet<string>;
};

/**
What the scroll keys move: the topmost overlay, else the focused panel.
*/
export const scrollArea = ({overlays, focus}: UiState): ScrollArea => overlays.at(-1) ?? focus;

export const initialUi = (columns: number, rows: number): UiState => ({
	columns,
	rows,
	focus: 'phases',
	isZoomed: false,
	scrolls: {},
	overlays: [],
	openedDiffs: new Set(),
});
