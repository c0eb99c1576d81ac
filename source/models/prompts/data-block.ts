import {redactSecrets} from '../../domain/secrets.ts';

/**
Text that others wrote, between tags that it cannot close: the tag's number is one for which no closing tag is in the text.
Keys of well-known shapes are taken out.
*/
export function dataBlock(tag: string, text: string, attributes: Record<string, string> = {}): string {
	const clean = redactSecrets(text);
	let number = 1;
	while (clean.includes(`</${tag}-${number}>`)) {
		number++;
	}

	const name = `${tag}-${number}`;
	const written = Object.entries(attributes).map(([key, value]) => ` ${key}=${JSON.stringify(value)}`).join('');
	return `<${name}${written}>\n${clean}${clean.endsWith('\n') ? '' : '\n'}</${name}>`;
}
