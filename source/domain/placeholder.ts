const words = /example|sample|placeholder|dummy|fake|change_?me|your|insert|replace|redacted|test|invalid|insecure|not-?a-?real|x{5}/iv;
const prefix = /^(?:A[KS]IA|AIza|https?:\/\/[^\/]+\/[a-z]+\/|(?:[A-Za-z]{1,8}\d{0,2}[\-._]){1,3})/v;
const shortestBody = 8;
const shortestRun = 6;

/**
Whether what has the shape of a key stands for one, as in documentation and tests: `AKIAIOSFODNN7EXAMPLE`, `ghp_xxxx…`, `sk-1234567890abcdef…`, `xoxb-my-slack-token`.
*/
export function isPlaceholder(secret: string): boolean {
	const rest = secret.replace(prefix, '');
	const body = (rest.length < shortestBody ? secret : rest).replaceAll(/[^0-9A-Za-z]/gv, '');
	return words.test(secret) || isMonotonous(body.toLowerCase()) || isCounted(body.toLowerCase()) || (!/^A[KS]IA/v.test(secret) && isInOneCase(body));
}

/**
One character makes more than half of it.
*/
function isMonotonous(body: string): boolean {
	const counts = new Map<string, number>();
	for (const character of body) {
		counts.set(character, (counts.get(character) ?? 0) + 1);
	}

	return Math.max(0, ...counts.values()) > body.length / 2;
}

/**
Three quarters of it run through the digits or the alphabet.
*/
function isCounted(body: string): boolean {
	let run = 1;
	let counted = 0;
	for (let index = 1; index <= body.length; index++) {
		if (index < body.length && follows(body[index - 1]!, body[index]!)) {
			run++;
			continue;
		}

		counted += run >= shortestRun ? run : 0;
		run = 1;
	}

	return counted >= body.length * 0.75;
}

const order = '0123456789abcdefghijklmnopqrstuvwxyz0123456789';

const follows = (previous: string, next: string): boolean => order.includes(previous + next) || previous + next === '90';

const isInOneCase = (body: string): boolean => !/\d/v.test(body) && !(/[a-z]/v.test(body) && /[A-Z]/v.test(body));
