/**
A case folder that cannot be judged. The message names the folder and what is wrong with it.
*/
export class CaseError extends Error {
	override readonly name = 'CaseError';

	constructor(folder: string, problem: string, options?: ErrorOptions) {
		super(`${folder}: ${problem}`, options);
	}
}
