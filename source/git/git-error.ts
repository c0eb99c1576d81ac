/**
Git, or the repository, does not allow what was asked. The message is one sentence or two for a person: what, where, and the way out.
*/
export class GitError extends Error {
	override readonly name = 'GitError';
}
