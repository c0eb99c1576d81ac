import {Buffer} from 'node:buffer';
import {StringDecoder} from 'node:string_decoder';
import {createCleaner} from './clean-text.ts';

const leftOut = '[earlier output left out]\n';
const flushIntervalMs = 50;

/**
The last `maxBytes` of a text in UTF-8, never half a character.
*/
export function tailOf(text: string, maxBytes: number): string {
	const bytes = Buffer.from(text);
	if (bytes.length <= maxBytes) {
		return text;
	}

	const tail = bytes.subarray(bytes.length - maxBytes).toString();
	return tail.replace(/^\u{FFFD}+/v, '');
}

type Options = {
	maxBytes: number;
	/**
	Gets what there is to see, now and then.
	*/
	onText?: (text: string) => void;
	/**
	Gets everything.
	*/
	onAll?: (text: string) => void;
};

/**
Keeps the end of what a process prints, and passes it on as it comes: at most every 50 ms, and of a flood only the end.
*/
export function collectOutput({maxBytes, onText, onAll}: Options): {write: (chunk: Uint8Array) => void; end: () => string} {
	const decoder = new StringDecoder('utf8');
	const cleaner = createCleaner();
	let tail = '';
	let isCut = false;
	let pending = '';
	let timer: NodeJS.Timeout | undefined;

	const flush = () => {
		clearTimeout(timer);
		timer = undefined;
		if (pending === '') {
			return;
		}

		onText?.(tailOf(pending, maxBytes));
		pending = '';
	};

	const add = (text: string) => {
		onAll?.(text);
		tail += text;
		pending = (pending + text).slice(-2 * maxBytes);
		if (tail.length > 2 * maxBytes) {
			tail = tail.slice(-maxBytes);
			isCut = true;
		}

		timer ??= setTimeout(flush, flushIntervalMs);
	};

	return {
		write(chunk) {
			add(cleaner.write(decoder.write(chunk)));
		},
		end() {
			add(cleaner.write(decoder.end()) + cleaner.end());
			flush();
			return isCut || Buffer.byteLength(tail) > maxBytes ? leftOut + tailOf(tail, maxBytes - leftOut.length) : tail;
		},
	};
}
