import {expect, test} from 'vitest';
import {childEnvironment} from '../../source/checks/process/child-environment.ts';

test('keeps what a program needs', () => {
	const env = {
		PATH: '/bin', HOME: '/home/me', LANG: 'C.UTF-8', VIRTUAL_ENV: '/venv', PYTHONPATH: '/lib', KEYBOARD: 'de', AUTHOR: 'me', TERM: 'xterm',
		HTTP_PROXY: 'http://proxy:8080', DATABASE_URL: 'sqlite:///file', AUTOPACK_CHECK: 'one:two', CI: 'true', EMPTY: '',
	};
	expect(childEnvironment({...env, NOTHING: undefined})).toEqual(env);
});

test('drops keys, credentials and git\'s own', () => {
	expect(childEnvironment({
		OPENAI_API_KEY: 'x',
		OPENAI_ORG_ID: 'x',
		ANTHROPIC_AUTH_TOKEN: 'x',
		AUTOPACK_API_KEY: 'x',
		AUTOPACK_API_URL: 'x',
		AWS_PROFILE: 'x',
		GH_TOKEN: 'x',
		GITHUB_ACTOR: 'x',
		GIT_DIR: 'x',
		GIT_AUTHOR_NAME: 'x',
		npm_config__auth: 'x',
		NPM_TOKEN: 'x',
		SSH_AUTH_SOCK: 'x',
		MyPassword: 'x',
		DB_PASS: 'x',
		SIGNING_KEY: 'x',
		ACCESSKEY: 'x',
		GOOGLE_APPLICATION_CREDENTIALS: 'x',
		SENTRY_DSN: 'x',
		SESSION_COOKIE: 'x',
		DATABASE_URL: 'postgres://me:secret@host/db',
		REDIS: 'redis://:secret@host',
		PIP_INDEX_URL: 'https://abc123@registry.example/simple',
		INNOCENT: 'sk-ant-abcdef',
		PEM: '-----BEGIN RSA PRIVATE KEY-----\nabc',
	})).toEqual({});
});
