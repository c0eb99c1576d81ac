/**
Where each of some old lines of a hunk stands in a file (0-based, -1 for nowhere), and how much of the context differs: in lines, of which several that are left out at one point count as two.
*/
export type Alignment = {positions: number[]; cost: number};
