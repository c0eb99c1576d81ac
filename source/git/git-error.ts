/**
Git, or the repository, does not allow what was asked. The message is one sentence or two for a person: what, where, and the way out.
*/
export class GitError extends Error {
	override readonly name: string = 'GitError';
}

/**
A git command failed although nothing forbids it: a full disk, a broken repository, a directory of somebody else.
*/
export class GitCommandError extends GitError {
	override readonly name = 'GitCommandError';
}
