import {createHash} from 'node:crypto';
import {expect, test} from 'vitest';
import {approval, startModels} from '../helpers/models-server.ts';
import {
	ends,
	eventsOf,
	landed,
	smallWorkspace,
	stateOf,
} from '../helpers/small-workspace.ts';
import {git} from '../helpers/temporary-repository.ts';

const envelope = (...lines: string[]): string => ['Here it is.', '', '*** Begin Patch', ...lines, '*** End Patch', ''].join('\n');

/**
A Builder that says one reply after the other, and auditors that approve.
*/
async function startBuilder(...replies: string[]) {
	const {url, asked} = await startModels(({role, attempt}) => role === 'builder' ? replies[attempt - 1] ?? replies.at(-1)! : approval);
	return {url, prompts: () => asked.filter(({role}) => role === 'builder').map(({prompt}) => prompt)};
}

const greeting = 'def greet(name):\n    text = "Hello, " + name\n    return text\n';

test('a refused patch goes back to the Builder with the reason and the nearest place, and its second reply lands', async () => {
	const {url, prompts} = await startBuilder(
		envelope('*** Update File: app/greet.py', '@@', ' def greet(name):', '-    text = "Hi, " + name', '+    text = "Hello, dear " + name', '     return text'),
		envelope('*** Update File: app/greet.py', '@@', ' def greet(name):', '-    text = "Hello, " + name', '+    text = "Hello, dear " + name', '     return text'),
	);
	const {run, root, head, planFile} = await smallWorkspace({url, files: {'app/greet.py': greeting}});
	expect(await run(['run', planFile])).toMatchObject({exitCode: 0, stderr: ''});
	const rejected = (await eventsOf(root)).find(event => event.type === 'patch.rejected');
	expect(rejected).toMatchObject({attempt: 1, code: 'not_found'});
	expect(rejected!.message).toMatch(/app\/greet\.py[\s\S]+ 2 \| +text = "Hello, " \+ name/v);
	const [first, second] = prompts();
	expect(first).not.toContain('# Attempt');
	expect(second).toContain('# Attempt 2\n');
	expect(second).toContain(`Why its patch could not be applied:\n\n<feedback-1 source="patch">\n${rejected!.message}\n</feedback-1>`);
	expect(await landed(root, head)).toEqual(['one']);
	expect(await git(root, 'show', 'autonomous/small:app/greet.py')).toBe(greeting.replace('Hello, ', 'Hello, dear ').trimEnd());
});

test('a file that was only listed is not deleted; the next prompt shows it, and then it is', async () => {
	const deletion = envelope('*** Delete File: assets/app.min.js');
	const {url, prompts} = await startBuilder(deletion, deletion);
	const script = 'let lone = 3;\n';
	const {run, root, planFile} = await smallWorkspace({url, files: {'assets/app.min.js': script}});
	expect(await run(['run', planFile])).toMatchObject({exitCode: 0, stderr: ''});
	const events = await eventsOf(root);
	const shown = events.flatMap(event => event.type === 'builder.replied' ? [event.shown!] : []);
	expect(events.filter(({type}) => type.startsWith('patch.'))).toMatchObject([
		{type: 'patch.rejected', code: 'unread', message: expect.stringContaining('assets/app.min.js') as string}, {type: 'patch.applied', change: {files: [{path: 'assets/app.min.js', status: 'deleted'}]}},
	]);
	const [first, second] = prompts();
	expect(first).toContain('\nassets/app.min.js\n');
	expect(first).not.toContain('let lone');
	expect(second).toContain(`<file-1 path="assets/app.min.js" lines="1">\n${script}</file-1>`);
	const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');
	expect(shown[0]).toContainEqual({path: 'readme.md', sha256: hashOf('Hello\n')});
	expect(shown[1]).toEqual([...shown[0]!, {path: 'assets/app.min.js', sha256: hashOf(script)}]);
	expect(await git(root, 'ls-tree', '--name-only', 'autonomous/small')).toBe('.autopackrc\nreadme.md');
});

test('what was read is deleted though the checkout converts it, and though a key in it was not shown', async () => {
	const {url, prompts} = await startBuilder(envelope('*** Delete File: run.bat', '*** Delete File: keys.py'));
	const {run, root, planFile} = await smallWorkspace({
		url, files: {'.gitattributes': '*.bat text eol=crlf\n', 'run.bat': 'echo 1\n', 'keys.py': `KEY = "AKIA${'ABCD'.repeat(4)}"\n`},
	});
	expect(await run(['run', planFile])).toMatchObject({exitCode: 0, stderr: ''});
	expect(prompts()[0]).toContain('KEY = "[redacted]"');
	expect(await git(root, 'ls-tree', '--name-only', 'autonomous/small')).toBe('.autopackrc\n.gitattributes\nreadme.md');
});

test('the last attempt is asked for whole files, and a patch beyond the limits of the settings is refused', async () => {
	const change = envelope('*** Update File: app/greet.py', '@@', '-    nothing like it', '+    x');
	const twoFiles = envelope('*** Add File: a.txt', '+a', '*** Add File: b.txt', '+b');
	const {url, prompts} = await startBuilder(change, `${change}${' '.repeat(1000)}`, twoFiles, change);
	const {run, root, planFile} = await smallWorkspace({
		url, files: {'app/greet.py': greeting}, settings: {
			maxAttempts: 4, maxPatchBytes: 1000, maxPatchFiles: 1, builderModel: 'mine', builderFormats: {mine: 'search-replace'},
		},
	});
	expect(await run(['run', planFile])).toMatchObject({exitCode: 1});
	const state = await stateOf(root);
	expect(ends(state)).toEqual(['one FAILED']);
	expect(state.phases[0]!.attempts.map(({rejection}) => rejection!.code)).toEqual(['not_found', 'too_large', 'too_large', 'not_found']);
	const request = /This is the last attempt\. Of these files[^\n]+\n\n<paths-1>\napp\/greet\.py\n<\/paths-1>$/v;
	expect(prompts().map(prompt => request.test(prompt))).toEqual([false, false, false, true]);
	expect(prompts().every(prompt => prompt.includes('<<<<<<< SEARCH'))).toBe(true);
});
