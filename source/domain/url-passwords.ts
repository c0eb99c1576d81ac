import {isPlaceholder} from './placeholder.ts';
import type {Secret} from './secret.ts';
import {isTestPath} from './test-path.ts';

const credentials = /(?<=[a-z]:\/\/)(?<user>[^\s"$'\/:<>@`\{\}]{0,100}):(?<password>[^\s"$'\/:<>@`\{\}]{4,200})@(?<host>[^\s"#$'\),\/:;<>?@\]`\{\}]{1,255})/giv;
const reservedHost = /^(?:localhost|127\.[\d.]+|0\.0\.0\.0|\[.*|(?:.*\.)?(?:example\.(?:com|org|net)|example|test|invalid|localhost))$/iv;
const genericUser = /^(?:user(?:name)?|usr|name|login|me|foo|alice|bob|john|jane|anonymous)$/iv;
const genericPassword = /^(?:pass(?:word|wd)?|pwd?|pw|secret|token|admin|root|guest|user(?:name)?|postgres|mysql|mongo|redis|rabbitmq|abc123|letmein)\d{0,4}!?$/iv;
const documentation = /\.(?:md|rst|txt|adoc)$|(?:^|\/)docs?\//iv;

/**
User, password and host of URLs (`postgres://app:…@db.internal/app`), where the password may be in use. A host that exists nowhere or only here has none;
in tests, in documentation and for a host without a domain (a container) it must look generated.
*/
export const findUrlPasswords = (text: string, path: string): Secret[] => text.matchAll(credentials).flatMap(match => {
	const {user, password, host} = match.groups as {user: string; password: string; host: string};
	const mayBeMadeUp = isTestPath(path) || documentation.test(path) || genericUser.test(user) || !host.includes('.');
	const isInUse = !reservedHost.test(host) && !isPlaceholder(password) && (mayBeMadeUp ? looksGenerated(password) : looksChosen(password, user));
	return isInUse ? [{kind: 'a password in a URL', text: match[0], index: match.index}] : [];
}).toArray();

const looksChosen = (password: string, user: string): boolean =>
	password.length >= 6 && /[A-Za-z]/v.test(password) && /[^A-Za-z]/v.test(password) && !genericPassword.test(password) && (user === '' || !password.startsWith(user));

const looksGenerated = (password: string): boolean =>
	password.length >= 12 && [/[a-z]/v, /[A-Z]/v, /\d/v].every(kind => kind.test(password)) && !/pass|secret|word/iv.test(password);
