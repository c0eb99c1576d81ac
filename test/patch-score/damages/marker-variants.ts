import type {CaseClass, Draft} from '../draft.ts';
import type {Random} from '../random.ts';
import {render} from '../render.ts';
import type {Style} from '../style.ts';
import {all, type Damage} from './damage.ts';

type Variant = {style?: Partial<Style>; text?: (reply: string) => string; class?: CaseClass};

const paths: readonly Variant[] = [
	{style: {path: path => `### ${path}`}},
	{style: {path: path => `## ${path}`}},
	{style: {path: path => `\`${path}\``}},
	{style: {path: path => `**${path}**`}},
	{style: {path: path => `**\`${path}\`**`}},
	{style: {path: path => `${path}:`}},
	{style: {path: path => `File: ${path}`}},
	{style: {path: path => `**File: ${path}**`}},
	{style: {path: path => `# ${path}`}},
	{style: {path: path => `./${path}`}},
	{style: {path: path => `- \`${path}\``}},
	{style: {path: path => `1. \`${path}\``}},
	{style: {path: path => `#### \`${path}\``}},
	{style: {path: path => `File: \`${path}\``}},
	{style: {path: path => `Filename: ${path}`}},
	{style: {path: path => `${path} `}},
	{style: {path: path => `${path}\n`}},
];

const blockMarkers: readonly Variant[] = [
	{style: {search: '<<<<< SEARCH', divider: '=====', replace: '>>>>> REPLACE'}},
	{style: {search: '<<<<<<<<< SEARCH', divider: '=========', replace: '>>>>>>>>> REPLACE'}},
	{style: {search: '<<<<<<< ORIGINAL', replace: '>>>>>>> UPDATED'}},
	{style: {search: '<<<<<<< SEARCH ', divider: '======= ', replace: '>>>>>>> REPLACE  '}},
	{style: {search: '<<<<<<<  SEARCH', replace: '>>>>>>>  REPLACE'}},
	{style: {search: '<<<<<<<SEARCH', replace: '>>>>>>>REPLACE'}},
	{style: {search: '<<<<<<< search', replace: '>>>>>>> replace'}},
	{style: {search: '<<<<<<< Search', replace: '>>>>>>> Replace'}},
	{style: {search: '<<<<<<< SEARCH:', replace: '>>>>>>> REPLACE:'}, class: 'may_apply'},
	{style: {search: '<<<<<<< SEARCH BLOCK', replace: '>>>>>>> REPLACE BLOCK'}, class: 'may_apply'},
	{style: {search: '------- SEARCH', replace: '+++++++ REPLACE'}},
	{
		style: {
			search: '<<<<<<< SEARCH', divider: '=======', replace: '>>>>>>> REPLACE', hint: line => [`:start_line:${line}`, '-------'],
		},
	},
	{
		style: {
			search: '<<<<<<< SEARCH', divider: '=======', replace: '>>>>>>> REPLACE', hint: line => [`:start_line:${line}`, ':end_line:0', '-------'],
		}, class: 'may_apply',
	},
	{style: {search: '<<<<<<< SEARCH>'}, class: 'may_apply'},
	{style: {search: '<<<<<<<< SEARCH', divider: '=======', replace: '>>>>>>> REPLACE'}},
	{style: {search: '<<<<<<< HEAD', divider: '=======', replace: '>>>>>>> updated'}, class: 'may_apply'},
	{style: {head: (path, fence) => [fence, path]}},
	{style: {head: (path, fence) => [`${fence}python`, path]}},
	{style: {head: (path, fence) => [`${fence}diff`, `# ${path}`]}, class: 'may_apply'},
	{style: {head: (path, fence) => [`${fence}python ${path}`]}, class: 'may_apply'},
	{style: {head: (path, fence) => [`${fence}python:${path}`]}, class: 'may_apply'},
	{style: {head: (path, fence) => [`<file path="${path}">`, fence]}, class: 'may_apply'},
	{style: {head: (path, fence) => [`In \`${path}\`:`, '', fence]}},
	{style: {head: (path, fence) => [`Now \`${path}\`, where the call is:`, '', fence]}, class: 'may_apply'},
];

const envelopeMarkers: readonly Variant[] = [
	{style: {begin: '*** begin patch', end: '*** end patch'}},
	{style: {begin: '***Begin Patch', end: '***End Patch'}},
	{style: {begin: '*** Begin Patch ***', end: '*** End Patch ***'}},
	{style: {begin: ' *** Begin Patch', end: ' *** End Patch'}},
	{style: {begin: '*** Begin Patch  ', end: '*** End Patch  '}},
	{
		style: {
			update: '*** Update file: ', add: '*** Add file: ', delete: '*** Delete file: ', move: '*** Move to: ',
		},
	},
	{
		style: {
			update: '*** Update File:', add: '*** Add File:', delete: '*** Delete File:', move: '*** Move to:',
		},
	},
	{
		style: {
			update: '***Update File: ', add: '***Add File: ', delete: '***Delete File: ', move: '***Move to: ',
		},
	},
	{style: {add: '*** Create File: '}, class: 'may_apply'},
	{style: {update: '*** Modify File: '}, class: 'may_apply'},
	{style: {update: '*** Edit File: '}, class: 'may_apply'},
	{style: {move: '*** Move File to: '}, class: 'may_apply'},
	{style: {move: '*** Rename to: '}, class: 'may_apply'},
	{style: {endOfFile: '*** End of File'}},
	{style: {fence: '```', info: 'apply_patch'}},
	{style: {fence: '```', info: 'patch'}},
	{text: reply => `apply_patch <<'EOF'\n${reply}EOF\n`},
	{text: reply => `apply_patch << 'PATCH'\n${reply}PATCH\n`},
	{text: reply => `\`\`\`bash\napply_patch <<"EOF"\n${reply}EOF\n\`\`\`\n`},
	{text: reply => `{"cmd": "apply_patch"}\n${reply}`},
	{text: reply => reply.replaceAll(/^@@ (?<anchor>.+)$/gmv, '@@ $<anchor> @@')},
	{text: reply => reply.replaceAll(/^@@$/gmv, '@@ @@')},
	{text: reply => reply.replaceAll(/^(?=\*{3} Update File)/gmv, '\n')},
	{text: reply => reply.replaceAll(/^(?<marker>\*{3} .+)$/gmv, '$<marker> ')},
	{text: reply => reply.replaceAll(/^(?<marker>\*{3} (?:Update|Add|Delete) File: )(?<path>.+)$/gmv, '$<marker>`$<path>`')},
	{text: reply => reply.replaceAll(/^(?<marker>\*{3} (?:Update|Add|Delete) File: )(?<path>.+)$/gmv, '$<marker>./$<path>')},
];

const diffMarkers: readonly Variant[] = [
	{text: reply => reply.replaceAll(/^(?<name>--- a\/.+?|\+\+\+ b\/.+?)\t?$/gmv, '$<name>\t2024-03-05 10:21:33.000000000 +0100')},
	{text: reply => reply.replaceAll(/^(?<name>--- a\/.+?|\+\+\+ b\/.+?)\t?$/gmv, '$<name>  ')},
	{text: reply => reply.replaceAll(/^diff --git a\/(?<path>\S+) b\/\S+$/gmv, 'Index: $<path>\n==================================================================='), class: 'may_apply'},
	{text: reply => reply.replaceAll(/^diff --git (?<names>.+)$/gmv, 'diff -u $<names>'), class: 'may_apply'},
	{text: reply => reply.replaceAll(/^(?<name>--- a\/.+|\+\+\+ b\/.+)$/gmv, (_, name: string) => name.replace(/ a\//v, ' "a/').replace(/ b\//v, ' "b/') + '"'), class: 'may_apply'},
	{text: reply => reply.replaceAll(/^index .*\n/gmv, '')},
	{text: reply => reply.replaceAll(/^index .*$/gmv, 'index 0000000..1111111 100644')},
	{text: reply => reply.replaceAll(/^index .*$/gmv, 'index abc123..def456')},
	{text: reply => reply.replaceAll(/^@@ -(?<old>.+?) \+(?<new>.+?) @@.*$/gmv, '@@ -$<old> +$<new> @@')},
	{text: reply => reply.replaceAll(/^@@ -(?<old>.+?) \+(?<new>.+?) @@/gmv, '@@ -$<old> +$<new> @@ def somewhere_else():')},
	{text: reply => reply.replaceAll(/^@@ -(?<old>.+?) \+(?<new>.+?) @@/gmv, '@@-$<old> +$<new>@@')},
	{text: reply => reply.replaceAll(/^@@ -(?<old>.+?) \+(?<new>.+?) @@/gmv, '@@ -$<old>, +$<new> @@'), class: 'may_apply'},
	{text: reply => `From 3b18e512dba79e4c8300dd08aeb37f8e728b8dad Mon Sep 17 00:00:00 2001\nFrom: A Person <person@example.com>\nDate: Tue, 5 Mar 2024 10:21:33 +0100\nSubject: [PATCH] Change it\n\n---\n src/a.py | 2 +-\n 1 file changed, 1 insertion(+), 1 deletion(-)\n\n${reply}-- \n2.39.5\n\n`},
	{text: reply => `*** Begin Patch\n${reply}*** End Patch\n`, class: 'may_apply'},
	{text: reply => `commit 3b18e512dba79e4c8300dd08aeb37f8e728b8dad\nAuthor: A Person <person@example.com>\nDate:   Tue Mar 5 10:21:33 2024 +0100\n\n    Change it\n\n${reply}`},
];

const wholeMarkers: readonly Variant[] = [
	{style: {head: (path, fence) => [`${fence}python:${path}`]}, class: 'may_apply'},
	{style: {head: (path, fence) => [`${fence}python ${path}`]}, class: 'may_apply'},
	{style: {head: (path, fence) => [`${fence}${path}`]}, class: 'may_apply'},
	{style: {head: (path, fence) => [`${fence}python title="${path}"`]}, class: 'may_apply'},
	{style: {path: path => `Here is the new \`${path}\`:`}, class: 'may_apply'},
	{style: {path: path => `${path} (updated)`}, class: 'may_apply'},
	{style: {path: path => `<file path="${path}">`}, class: 'may_apply'},
	{style: {path: path => `Create \`${path}\`:`}, class: 'may_apply'},
	{style: {path: path => `// ${path}`}, class: 'may_apply'},
	{style: {path: path => `<!-- ${path} -->`}, class: 'may_apply'},
];

const variants = {
	unified: diffMarkers, 'search-replace': [...blockMarkers, ...blockMarkers, ...paths], envelope: envelopeMarkers, whole: [...paths, ...wholeMarkers],
};

/**
Markers and path lines in the many spellings that models have for them.
*/
function markerVariants(draft: Draft, random: Random): Draft | undefined {
	const variant = random.pick<Variant>(variants[draft.format]);
	const isDistinct = draft.files.every(file => /\.\w+$/v.test(file.path));
	const hasNone = variant.style?.move !== undefined && variant.style.update === undefined && draft.files.every(file => file.to === undefined);
	if (hasNone) {
		return undefined;
	}

	const written = {
		...draft,
		style: {...draft.style, ...variant.style},
		onText: variant.text ? [...draft.onText, variant.text] : draft.onText,
		class: variant.class ?? (isDistinct ? draft.class : 'may_apply'),
	};
	return render(written) === render(draft) ? undefined : written;
}

export const markerDamages: readonly Damage[] = [{name: 'marker_variants', formats: all, apply: markerVariants}];
