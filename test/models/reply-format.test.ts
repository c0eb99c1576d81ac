import {describe, expect, test} from 'vitest';
import {replyFormatInstructions, replyFormats} from '../../source/patch/reply-format.ts';
import {applyEdits} from '../../source/patch/apply-edits.ts';
import {parseReply} from '../../source/patch/parse-reply.ts';
import {pathsOf} from '../../source/patch/paths-of.ts';

const methods = `    def parse(self, text):
        text = text.strip()
        if not text:
            return []
        return text.split()

    def join(self, parts):
        return " ".join(parts)
`;
const parser = `class Parser:\n${methods}`;
const changed = parser.replace('split()', 'split(",")');
const others = {'src/old.py': 'OLD = 1\n', 'src/names.py': 'NAMES = ["a"]\n'};

/**
Applies a reply to files given as texts, as the executor does.
*/
function apply(reply: string, files: Record<string, string>) {
	const parsed = parseReply(reply);
	if (!parsed.ok) {
		return parsed;
	}

	const states = new Map(pathsOf(parsed.edits).map(path => {
		const text = files[path];
		return [path, text === undefined ? {kind: 'missing' as const} : {kind: 'file' as const, content: new TextEncoder().encode(text)}];
	}));
	return applyEdits(parsed.edits, states);
}

function written(reply: string, files: Record<string, string>) {
	const result = apply(reply, files);
	return result.ok
		? {notes: result.notes, files: Object.fromEntries(result.writes.map(({path, content}) => [path, content]))}
		: result;
}

const deletedAndRenamed = {'src/old.py': undefined, 'src/names.py': undefined, 'src/labels.py': others['src/names.py']};

describe('the instructions are themselves replies, which are applied as they are meant, with nothing to be lenient about', () => {
	test.each(replyFormats)('%s', format => {
		expect(written(replyFormatInstructions(format), {'src/parser.py': parser, ...others})).toEqual({
			notes: [],
			files: {
				'src/parser.py': changed, ...deletedAndRenamed, ...format !== 'whole-file' && {'src/version.py': 'VERSION = "2.0"\n'},
			},
		});
	});
});

test('where the lines occur twice, the enclosing lines of the envelope\'s example decide', () => {
	const twice = `class Words:\n${methods}\n\n${parser}`;
	expect(written(replyFormatInstructions('envelope'), {'src/parser.py': twice, ...others})).toMatchObject({
		files: {'src/parser.py': `class Words:\n${methods}\n\n${changed}`},
	});
});

test('or the number of the first of them, which the Builder was told', () => {
	const twice = `class Words:\n${methods}\n\n${parser}`;
	const hinted = replyFormatInstructions('envelope').replace('@@ class Parser:\n@@     def parse(self, text):', '@@ line 14 @@');
	expect(hinted).toContain('"@@ line 120"');
	const files = {'src/parser.py': twice, ...others};
	expect(written(hinted, files)).toMatchObject({files: {'src/parser.py': `class Words:\n${methods}\n\n${changed}`}});
	expect(written(hinted.replace('@@ line 14 @@', '@@ line 14'), files)).toEqual(written(hinted, files));
	expect(apply(hinted.replace('@@ line 14 @@', '@@'), files)).toMatchObject({ok: false, code: 'ambiguous'});
});

test('where the lines occur twice, the enclosing line of the diff\'s example decides', () => {
	const twice = `class Parser:\n${methods.replace('parse(', 'read(')}\n${methods}`;
	const after = `class Parser:\n${methods.replace('parse(', 'read(')}\n${methods.replace('split()', 'split(",")')}`;
	expect(written(replyFormatInstructions('diff'), {'src/parser.py': twice, ...others})).toMatchObject({files: {'src/parser.py': after}});
	expect(apply(replyFormatInstructions('diff').replace(' def parse(self, text):', ''), {'src/parser.py': twice, ...others})).toMatchObject({ok: false, code: 'ambiguous'});
});

test('what is cut off is refused in every format', () => {
	const ends = {
		envelope: '*** End Patch', 'search-replace': '>>>>>>> REPLACE', 'whole-file': '\n```\n\n- The text', diff: '\n```\n\n- Each line',
	};
	for (const format of replyFormats) {
		const text = replyFormatInstructions(format);
		expect(text).toContain(ends[format]);
		expect({format, ...apply(text.slice(0, text.indexOf(ends[format])), {'src/parser.py': parser, ...others})}).toMatchObject({format, ok: false, code: 'truncated'});
	}
});

test('the rules on what is left out are the engine\'s', () => {
	for (const format of replyFormats) {
		const elided = replyFormatInstructions(format).replaceAll(/(?<=^\+?)(?<indent> +)return text\.split\(","\)$/gmv, '$<indent># ... rest unchanged');
		expect({format, ...apply(elided, {'src/parser.py': parser, ...others})}).toMatchObject({format, ok: false, code: 'elided'});
	}
});

test.each(['search-replace', 'whole-file'] as const)('%s has no words for deleting and renaming, and borrows the envelope', format => {
	const text = replyFormatInstructions(format);
	expect(written(text.slice(text.indexOf('*** Begin Patch')), others)).toEqual({notes: [], files: deletedAndRenamed});
});
