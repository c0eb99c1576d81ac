/**
True for the directory itself and all below it. Both are absolute and normal.
*/
export const contains = (directory: string, file: string): boolean =>
	file === directory || file.startsWith(directory.endsWith('/') ? directory : `${directory}/`);
