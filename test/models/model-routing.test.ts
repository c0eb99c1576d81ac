import {expect, test} from 'vitest';
import type {ModelOverride} from '../../source/domain/model-override.ts';
import type {Phase} from '../../source/domain/plan.ts';
import {createRoles} from '../../source/models/create-roles.ts';
import {applyOverrides} from '../../source/models/model-routing.ts';
import {modelSettingsSchema} from '../../source/models/settings.ts';

const both = modelSettingsSchema.parse({openai: {apiKey: 'key'}, anthropic: {apiKey: 'key'}});

const override = (more: Partial<ModelOverride>): ModelOverride => ({
	role: 'builder', category: '*', complexity: '*', model: 'mine', scope: 'global', ...more,
});

const phase = (more: Partial<Phase> = {}): Phase => ({
	phase_id: 'p', phase_index: 0, tier_id: 't', name: 'P', ...more,
});

/**
Who is asked about a plain phase, a difficult one, and one of documentation.
*/
function asked(...overrides: ModelOverride[]) {
	const {builder, auditors} = createRoles(both, overrides);
	return [phase(), phase({complexity: 'high'}), phase({task_category: 'docs'})]
		.map(each => [builder, ...auditors].map(role => role.modelFor(each)).join(' '));
}

const reviewers = 'gpt-6.1-terra claude-sonnet-5-5';
const difficult = 'gpt-6.1-sol claude-opus-5-5';

test.each<{what: string; overrides: ModelOverride[]; models: string[]}>([
	{what: 'none', overrides: [], models: [`gpt-6.1-sol ${reviewers}`, `gpt-6.1-sol ${difficult}`, `gpt-6.1-sol ${reviewers}`]},
	{what: 'every phase', overrides: [override({})], models: [`mine ${reviewers}`, `mine ${difficult}`, `mine ${reviewers}`]},
	{what: 'the same in words', overrides: [override({category: 'any', complexity: 'any'})], models: [`mine ${reviewers}`, `mine ${difficult}`, `mine ${reviewers}`]},
	{what: 'one complexity', overrides: [override({complexity: 'high'})], models: [`gpt-6.1-sol ${reviewers}`, `mine ${difficult}`, `gpt-6.1-sol ${reviewers}`]},
	{what: 'no complexity is a medium one', overrides: [override({complexity: 'medium'})], models: [`mine ${reviewers}`, `gpt-6.1-sol ${difficult}`, `mine ${reviewers}`]},
	{what: 'one category', overrides: [override({category: 'docs'})], models: [`gpt-6.1-sol ${reviewers}`, `gpt-6.1-sol ${difficult}`, `mine ${reviewers}`]},
	{what: 'the later, if narrower', overrides: [override({}), override({category: 'docs', model: 'other'})], models: [`mine ${reviewers}`, `mine ${difficult}`, `other ${reviewers}`]},
	{what: 'the later, if wider', overrides: [override({category: 'docs', model: 'other'}), override({})], models: [`mine ${reviewers}`, `mine ${difficult}`, `mine ${reviewers}`]},
	{
		what: 'an auditor, by the provider of its model',
		overrides: [override({role: 'auditor', model: 'claude-x'}), override({role: 'auditor', model: 'mine', complexity: 'high'})],
		models: ['gpt-6.1-sol gpt-6.1-terra claude-x', 'gpt-6.1-sol mine claude-x', 'gpt-6.1-sol gpt-6.1-terra claude-x'],
	},
	{what: 'a Builder that is not asked', overrides: [override({model: 'claude-x'})], models: [`gpt-6.1-sol ${reviewers}`, `gpt-6.1-sol ${difficult}`, `gpt-6.1-sol ${reviewers}`]},
])('overridden: $what', ({overrides, models}) => {
	expect(asked(...overrides)).toEqual(models);
});

test('the table keeps what still counts somewhere', () => {
	const rows = (...overrides: ModelOverride[]) => applyOverrides(both, overrides)
		.filter(({role, complexity}) => role === 'builder' && complexity === 'low')
		.map(({category, model, scope, run_id: runId = '-'}) => [category, model, scope, runId].join(' '));
	const inA = override({scope: 'run', run_id: 'a', model: 'a'});
	const docsInB = override({
		scope: 'run', run_id: 'b', category: 'docs', model: 'b',
	});
	expect(rows(inA, docsInB)).toEqual(['* gpt-6.1-terra global -', '* a run a', 'docs b run b']);
	expect(rows(inA, docsInB, {...inA, model: 'again'})).toEqual(['* gpt-6.1-terra global -', 'docs b run b', '* again run a']);
	expect(rows(inA, docsInB, override({category: 'docs'}))).toEqual(['* gpt-6.1-terra global -', '* a run a', 'docs mine global -']);
	expect(rows(inA, docsInB, override({}))).toEqual(['* mine global -']);
});
