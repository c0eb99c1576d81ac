import type {Random} from './random.ts';

const openings = [
	'Sure! Here is the change:',
	'I\'ve looked at the code and found the cause. The patch below fixes it.',
	'Here\'s the updated code. Note that `parse()` now takes a second argument:',
	'## Summary\n\n- The lookup is done once\n- The error names the key\n\n## Patch',
	'Let me make these edits.\n\n1. First the helper\n2. Then its callers\n',
	'**Plan:** keep the signature, change the body.',
	'The failing test expects `None` -> `""`, so:',
	'To check the current behaviour you can run:\n\n```bash\npython -m pytest -q\n```\n\nThe change itself:',
	'I will now apply the patch.\n\n---\n',
	'<think>\nThe user wants the smallest change. I could write +1 or -1 here.\n@@ no\n</think>\n\nHere you are:',
	'> fix the lookup\n\nDone, see below.',
];

const closings = [
	'Let me know if you want tests for this!',
	'This keeps the public interface as it is.\n\n- no new dependency\n- no change in behaviour otherwise',
	'**Explanation:** the old condition was inverted.\n\n1. It returned too early.\n2. Now it does not.',
	'You can verify it with:\n\n```bash\npython -m pytest -q\n```',
	'Hope this helps.',
	'---\n\nAll tests should pass now: 3 + 4 - 2 == 5.',
	'',
];

export const opening = (random: Random): string => random.pick(openings);

export const closing = (random: Random): string => random.pick(closings);

/**
Closing words that cannot be taken for lines of a hunk they follow.
*/
export const plainClosing = (random: Random): string => random.pick(['Let me know if you want tests for this!', 'This keeps the public interface as it is.', 'Hope this helps.']);
