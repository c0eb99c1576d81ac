import {
	mkdir,
	readFile,
	stat,
	writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import {execa} from 'execa';
import {expect, test} from 'vitest';
import * as z from 'zod';
import {repliesDirectory} from '../../source/demo/demo-files.ts';
import plan from '../../source/demo/plan.json' with {type: 'json'};
import {chooseReply, type PhaseScript, readScripts} from '../../source/demo/scripted-reply.ts';
import type {FileChange} from '../../source/domain/change.ts';
import {reviewSchema} from '../../source/domain/finding.ts';
import {decide} from '../../source/domain/gate/decide.ts';
import {
	isHighRisk,
	orderedPhases,
	type Phase,
	planSchema,
} from '../../source/domain/plan.ts';
import {applyEdits} from '../../source/patch/apply-edits.ts';
import type {FileState} from '../../source/patch/file-state.ts';
import {parseReply} from '../../source/patch/parse-reply.ts';
import {pathsOf} from '../../source/patch/paths-of.ts';
import {check, coverageCheck} from '../helpers/evidence.ts';
import {createSampleProject, type SampleProject, type TestOutcome} from './sample-project.ts';

type Verdict = {level: string; fixable: boolean; risk: string; reasons: string[]};
type Attempt = {isCutOff: true} | {isRepaired: boolean; failed: string[]; verdict: Verdict};

const failedAtBase = [
	'tests/test_classify_routes.py::test_batch_takes_a_hundred_texts_and_no_more',
	'tests/test_classify_routes.py::test_classifies_a_sample[monthly]',
	'tests/test_classify_routes.py::test_refuses_a_text_with_nothing_in_it[blank]',
	'tests/test_classify_routes.py::test_refuses_a_text_with_nothing_in_it[empty]',
	'tests/test_classify_routes.py::test_text_without_a_keyword_is_unsorted',
	'tests/test_pack_routes.py::test_finds_a_pack_whatever_its_case',
	'tests/test_pack_routes.py::test_lists_packs_sorted_by_name',
];
const neverUsed = ['D1A', 'K1A', 'K1O', 'W1A', 'Z9Z'].map((first, index) =>
	`tests/test_pack_canada.py::test_rejects_letters_that_canada_post_never_uses[${first} ${['0B1', '0Q1', '0B1', '0B1', '9Z9'][index]!}]`);
const ok = {
	level: 'ok', fixable: false, risk: 'low', reasons: [],
};
const landsAtOnce: Attempt[] = [{isRepaired: false, failed: [], verdict: ok}];

/**
What the run is to show, attempt by attempt. `reasons` are those that keep the level from being ok.
*/
const story: Record<string, Attempt[]> = {
	'fileorg-p2-test-fixes': landsAtOnce,
	'fileorg-p2-frontend-build': [{isRepaired: true, failed: [], verdict: ok}],
	'fileorg-p2-docker': [{
		isRepaired: false, failed: [], verdict: {
			level: 'needs_review', fixable: false, risk: 'medium', reasons: ['risk'],
		},
	}],
	'fileorg-p2-country-uk': landsAtOnce,
	'fileorg-p2-country-canada': [
		{
			isRepaired: false, failed: neverUsed, verdict: {
				level: 'needs_review', fixable: true, risk: 'low', reasons: ['checks_failed'],
			},
		},
		...landsAtOnce,
	],
	'fileorg-p2-country-australia': [
		{
			isRepaired: false, failed: [], verdict: {
				level: 'needs_review', fixable: true, risk: 'low', reasons: ['major_finding', 'not_approved'],
			},
		},
		...landsAtOnce,
	],
	'fileorg-p2-search': [{isCutOff: true}, ...landsAtOnce],
	'fileorg-p2-batch-upload': landsAtOnce,
	'fileorg-p2-auth': [
		{
			isRepaired: false, failed: [], verdict: {
				level: 'blocked', fixable: true, risk: 'medium', reasons: ['disagreement', 'major_finding', 'not_approved', 'risk'],
			},
		},
		{
			isRepaired: false, failed: [], verdict: {
				level: 'needs_review', fixable: false, risk: 'medium', reasons: ['disagreement', 'not_approved', 'risk'],
			},
		},
	],
};

async function stateOf(file: string): Promise<FileState> {
	const found = await stat(file).catch(() => undefined);
	return found ? {kind: 'file', content: await readFile(file)} : {kind: 'missing'};
}

async function applyReply(directory: string, text: string): Promise<string[]> {
	const reply = parseReply(text);
	if (!reply.ok) {
		throw new Error(reply.message);
	}

	const files = await Promise.all(pathsOf(reply.edits).map(async name => [name, await stateOf(path.join(directory, name))] as const));
	const applied = applyEdits(reply.edits, new Map(files));
	if (!applied.ok) {
		throw new Error(applied.message);
	}

	for (const {path: name, content} of applied.writes) {
		await mkdir(path.dirname(path.join(directory, name)), {recursive: true});
		await writeFile(path.join(directory, name), content!);
	}

	return applied.notes;
}

async function stageChange(directory: string): Promise<{files: FileChange[]; diff: string}> {
	const git = execa({cwd: directory, stripFinalNewline: false});
	await git`git add --all`;
	const {stdout: diff} = await git`git diff --cached`;
	const {stdout: counts} = await git`git diff --cached --numstat`;
	const files = counts.trim().split('\n').map(line => {
		const [added, removed, name] = line.split('\t', 3);
		return {
			path: name!, status: 'modified' as const, linesAdded: Number(added), linesRemoved: Number(removed),
		};
	});
	return {files, diff};
}

const checksOf = (outcome: TestOutcome, base: TestOutcome) => [
	check({status: outcome.failed.some(name => !base.failed.includes(name)) ? 'failed' : 'passed'}),
	check({name: 'mypy', kind: 'types', status: outcome.typeErrors.length > 0 ? 'failed' : 'passed'}),
	coverageCheck(0),
];

type Played = {attempt: Attempt; outcome: TestOutcome};

const reviewFileSchema = z.object({
	...reviewSchema.shape, issues: z.array(reviewSchema.shape.issues.element.omit({suggestion: true})),
});

function reviewsOf(phase: Phase, script: PhaseScript, diff: string) {
	const providers = isHighRisk(phase) ? ['openai', 'anthropic'] as const : ['openai'] as const;
	return providers.map(provider => {
		const {text} = chooseReply(script, {
			provider, role: 'auditor', model: 'm', attempt: 1, prompt: diff,
		});
		return {auditor: provider, review: reviewFileSchema.parse(JSON.parse(text))};
	});
}

/**
Does one attempt at a phase as the executor would, up to the verdict. `base` is the outcome before it.
*/
async function playAttempt(project: SampleProject, {phase, script, text, base}: {
	phase: Phase;
	script: PhaseScript;
	text: string;
	base: TestOutcome;
}): Promise<Played> {
	const notes = await applyReply(project.directory, text);
	const change = await stageChange(project.directory);
	const outcome = await project.runChecks();
	const {level, fixable, risk, reasons} = decide({
		phase, change, reviews: reviewsOf(phase, script, change.diff), missingReviews: [], checks: checksOf(outcome, base), strictness: 'normal',
	});
	const codes = new Set(reasons.filter(({weight}) => weight !== 'warning').map(reason => reason.id));
	const verdict = {
		level, fixable, risk: risk.level, reasons: [...codes].toSorted((a, b) => a.localeCompare(b)),
	};
	return {attempt: {isRepaired: notes.length > 0, failed: outcome.failed, verdict}, outcome};
}

/**
Does the nine phases in order, and commits each phase's last attempt.
*/
async function playStory(project: SampleProject, base: TestOutcome): Promise<{attempts: Record<string, Attempt[]>; final: TestOutcome}> {
	const scripts = await readScripts(repliesDirectory);
	const git = execa({cwd: project.directory});
	const attempts: Record<string, Attempt[]> = {};
	let final = base;
	for (const phase of orderedPhases(planSchema.parse(plan))) {
		const script = scripts.get(phase.phase_id)!;
		const cutOff = script.builder.filter(reply => reply.finish === 'length');
		attempts[phase.phase_id] = cutOff.map(() => ({isCutOff: true}));
		const landed = final;
		for (const {text} of script.builder.slice(cutOff.length)) {
			await git`git reset --quiet --hard`;
			const {attempt, outcome} = await playAttempt(project, {
				phase, script, text, base: landed,
			});
			attempts[phase.phase_id]!.push(attempt);
			final = outcome;
		}

		await git`git commit --quiet --message ${phase.name}`;
	}

	return {attempts, final};
}

test('the nine phases show what they are meant to show', async () => {
	await using project = await createSampleProject();
	const base = await project.runChecks();
	expect(base).toMatchObject({failed: failedAtBase, passed: 46, typeErrors: []});
	const {attempts, final} = await playStory(project, base);
	expect(attempts).toEqual(story);
	expect(final).toMatchObject({failed: [], passed: 175, typeErrors: []});
	expect(await project.measureCoverage()).toBeGreaterThanOrEqual(95);
}, 180_000);
