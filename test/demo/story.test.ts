import {
	mkdir, readFile, stat, writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import {execa} from 'execa';
import {expect, test} from 'vitest';
import {repliesDirectory} from '../../source/demo/demo-files.ts';
import plan from '../../source/demo/plan.json' with {type: 'json'};
import {chooseReply, readScripts} from '../../source/demo/scripted-reply.ts';
import type {FileChange} from '../../source/domain/change.ts';
import {reviewSchema} from '../../source/domain/finding.ts';
import {decideGate} from '../../source/domain/gate.ts';
import {isHighRisk, planSchema} from '../../source/domain/plan.ts';
import {applyEdits} from '../../source/patch/apply-edits.ts';
import type {FileState} from '../../source/patch/file-state.ts';
import {parseReply} from '../../source/patch/parse-reply.ts';
import {pathsOf} from '../../source/patch/paths-of.ts';
import {check, coverageCheck} from '../helpers/evidence.ts';
import {createSampleProject, type SampleProject, type TestOutcome} from './sample-project.ts';

type Verdict = {level: string; fixable: boolean; risk: string; reasons: string[]};
type Attempt = {cutOff: true} | {notes: number; failed: string[]; verdict: Verdict};

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
const landsAtOnce: Attempt[] = [{notes: 0, failed: [], verdict: ok}];

/**
What the run is to show, attempt by attempt. `reasons` are those that keep the level from being ok.
*/
const story: Record<string, Attempt[]> = {
	'fileorg-p2-test-fixes': landsAtOnce,
	'fileorg-p2-frontend-build': [{notes: 1, failed: [], verdict: ok}],
	'fileorg-p2-docker': [{
		notes: 0, failed: [], verdict: {
			level: 'needs_review', fixable: false, risk: 'medium', reasons: ['risk'],
		},
	}],
	'fileorg-p2-country-uk': landsAtOnce,
	'fileorg-p2-country-canada': [
		{
			notes: 0, failed: neverUsed, verdict: {
				level: 'needs_review', fixable: true, risk: 'low', reasons: ['checks_failed'],
			},
		},
		...landsAtOnce,
	],
	'fileorg-p2-country-australia': [
		{
			notes: 0, failed: [], verdict: {
				level: 'needs_review', fixable: true, risk: 'low', reasons: ['major_finding', 'not_approved'],
			},
		},
		...landsAtOnce,
	],
	'fileorg-p2-search': [{cutOff: true}, ...landsAtOnce],
	'fileorg-p2-batch-upload': landsAtOnce,
	'fileorg-p2-auth': [
		{
			notes: 0, failed: [], verdict: {
				level: 'blocked', fixable: true, risk: 'medium', reasons: ['disagreement', 'major_finding', 'not_approved', 'risk'],
			},
		},
		{
			notes: 0, failed: [], verdict: {
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
		const [added, removed, name] = line.split('\t');
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

/**
Does the nine phases as the executor would, up to the verdict, and commits each phase's last attempt.
*/
async function playStory(project: SampleProject, base: TestOutcome): Promise<{attempts: Record<string, Attempt[]>; final: TestOutcome}> {
	const scripts = await readScripts(repliesDirectory);
	const git = execa({cwd: project.directory});
	const attempts: Record<string, Attempt[]> = {};
	let landed = base;
	for (const phase of planSchema.parse(plan).phases) {
		const script = scripts.get(phase.phase_id)!;
		const question = {provider: 'openai', model: 'm', attempt: 1, prompt: ''} as const;
		attempts[phase.phase_id] = [];
		let outcome = landed;
		for (const reply of script.builder) {
			await git`git reset --quiet --hard`;
			if (reply.finish === 'length') {
				attempts[phase.phase_id]!.push({cutOff: true});
				continue;
			}

			const notes = await applyReply(project.directory, reply.text);
			const change = await stageChange(project.directory);
			outcome = await project.runChecks();
			const providers = isHighRisk(phase) ? ['openai', 'anthropic'] as const : ['openai'] as const;
			const reviews = providers.map(provider => ({
				auditor: provider,
				review: reviewSchema.extend({issues: reviewSchema.shape.issues.element.omit({suggestion: true}).array()}).parse(JSON.parse(chooseReply(script, {
					...question, provider, role: 'auditor', prompt: change.diff,
				}).text)),
			}));
			const {level, fixable, risk, reasons} = decideGate({
				phase, change, reviews, missingReviews: [], checks: checksOf(outcome, landed), strictness: 'normal',
			});
			const codes = reasons.filter(({weight}) => weight === 'issue').map(({code}) => code);
			attempts[phase.phase_id]!.push({
				notes: Math.min(notes.length, 1),
				failed: outcome.failed,
				verdict: {
					level, fixable, risk: risk.level, reasons: [...new Set(codes)].toSorted((a, b) => a.localeCompare(b)),
				},
			});
		}

		await git`git commit --quiet --message ${phase.name}`;
		landed = outcome;
	}

	return {attempts, final: landed};
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
