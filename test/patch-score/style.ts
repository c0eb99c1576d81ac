/**
How a reply is dressed: everything that is neither path nor code.
*/
export type Style = {
	/**
	The fence around a block, file or patch, or none; `info` stands after it.
	*/
	fence: string;
	info: string;
	fencePerFile: boolean;
	path: (path: string) => string;
	/**
	The lines that open a fence of a file or block: path line and fence, unless a style says it otherwise.
	*/
	head?: (path: string, fence: string) => string[];
	search: string;
	divider: string;
	replace: string;
	begin: string;
	end: string;
	add: string;
	update: string;
	delete: string;
	move: string;
	endOfFile: string;
	/**
	Blank lines of a new file in an envelope have no plus.
	*/
	hasBareBlanks: boolean;
	/**
	The lines between the SEARCH marker and its text, of a block whose text begins at a 1-based line.
	*/
	hint: (line: number) => string[];
};

export const plainStyle: Style = {
	fence: '',
	info: '',
	fencePerFile: false,
	path: path => path,
	search: '<<<<<<< SEARCH',
	divider: '=======',
	replace: '>>>>>>> REPLACE',
	begin: '*** Begin Patch',
	end: '*** End Patch',
	add: '*** Add File: ',
	update: '*** Update File: ',
	delete: '*** Delete File: ',
	move: '*** Move to: ',
	endOfFile: '',
	hasBareBlanks: false,
	hint: () => [],
};
