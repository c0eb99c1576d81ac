import {expect} from 'vitest';

/**
Matchers of vitest, which are typed `any`.
*/
export const containing = (text: string): unknown => expect.stringContaining(text);
export const someString: unknown = expect.any(String);
