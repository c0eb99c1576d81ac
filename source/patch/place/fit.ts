/**
A line of a hunk and the file's line that it was found at.
*/
export type Pair = {text: string; own: string; isContext: boolean};

/**
What an added line has to become where the file differs from the hunk in its indentation; undefined when that is open. `note` goes on where the comparison's ends.
*/
export type Fit = {note: string; convert: (line: string) => string | undefined};
