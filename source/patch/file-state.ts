/**
What is at a path before a patch. `content` is there for files; `behind-symlink` is a path one of whose directories is a symbolic link.
*/
export type FileState = {
	kind: 'missing' | 'file' | 'symlink' | 'behind-symlink' | 'directory' | 'submodule';
	content?: Uint8Array;
	executable?: boolean;
};

/**
What is to be at a path: `content` undefined deletes it. A rename is two writes, the old path's deletion and the new file with `from`.
*/
export type FileWrite = {path: string; content: string | undefined; executable?: boolean; from?: string};
