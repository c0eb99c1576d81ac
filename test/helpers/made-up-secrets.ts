import {createHash, generateKeyPairSync} from 'node:crypto';

const digits = '0123456789';
const lower = 'abcdefghijklmnopqrstuvwxyz';
const upper = lower.toUpperCase();

/**
Characters that look as random as those of a key and are the same in every run. Nothing that a scanner would take for a leak is in a file of ours.
*/
export function randomText(length: number, seed: string, alphabet = digits + lower + upper): string {
	const bytes = Array.from({length: Math.ceil(length / 64)}, (_, block) => [...createHash('sha512').update(`${seed} ${block}`).digest()]).flat();
	return bytes.slice(0, length).map(byte => alphabet[byte % alphabet.length]).join('');
}

export const awsKeyId = `AKIA${randomText(16, 'id', upper + digits)}`;
export const awsSecretKey = randomText(40, 'secret', `${digits}${lower}${upper}/+`);

/**
A key pair's private half as PEM, made anew.
*/
export const privateKey = (type: 'pkcs1' | 'pkcs8' | 'sec1' = 'pkcs8', encrypted = false): string => type === 'sec1'
	? generateKeyPairSync('ec', {namedCurve: 'P-256'}).privateKey.export({type, format: 'pem'})
	: generateKeyPairSync('rsa', {modulusLength: 1024}).privateKey.export({type, format: 'pem', ...encrypted && {cipher: 'aes-256-cbc', passphrase: 'x'}});
