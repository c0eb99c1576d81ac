/**
A place in a text that holds a secret: `kind` in words such as `an AWS key`; `text` the secret itself, which goes into no message; `index` where it begins.
*/
export type Secret = {kind: string; text: string; index: number};
