import * as z from 'zod';
import {highRiskCategories} from '../plan.ts';
import {strictnessSchema} from '../strictness.ts';
import {reasonIds, specOf} from './reasons.ts';

const reasonIdSchema = z.enum(reasonIds);

/**
Nobody may let these land unseen.
*/
const forPeople = ['secret', 'outcome_tampered', 'exits_process', 'checks_failed', 'major_finding'] as const;
const approvableSchema = reasonIdSchema.exclude(forPeople);

/**
Files that say how a project is checked, built and shipped: no patch that changes one is `ok`.
Of a `pyproject.toml` only the sections of the checks are protected, which the integrity part looks at.
*/
const protectedPaths = [
	'.autopackrc*',
	'.github/**',
	'.gitlab-ci.yml',
	'.circleci/**',
	'.buildkite/**',
	'azure-pipelines.yml',
	'bitbucket-pipelines.yml',
	'Jenkinsfile',
	'.travis.yml',
	'.pre-commit-config.yaml',
	'**/*.lock',
	'**/package-lock.json',
	'**/npm-shrinkwrap.json',
	'**/pnpm-lock.yaml',
	'**/bun.lockb',
	'**/go.sum',
	'**/pytest.ini',
	'**/.pytest.ini',
	'**/pytest.toml',
	'**/.pytest.toml',
	'**/tox.ini',
	'**/noxfile.py',
	'**/setup.cfg',
	'**/.coveragerc',
	'**/mypy.ini',
	'**/.mypy.ini',
];

const categories = Object.fromEntries(highRiskCategories.map(category => [category, 'strict' as const]));

/**
What the gate makes of its evidence, as data. Every field has a default.
*/
export const gatePolicySchema = z.strictObject({
	/**
	Percentage points that total coverage may fall unnoticed.
	*/
	coverageTolerance: z.number().min(0).max(100).default(2),
	/**
	Percent of the changed executable lines that tests must reach.
	*/
	changedLinesCovered: z.number().min(0).max(100).default(80),
	/**
	Names of checks that must have passed, such as `pytest`.
	*/
	required: z.array(z.string().min(1)).default([]),
	/**
	Strictness of task categories, instead of the run's. The stricter of the two counts.
	*/
	categories: z.record(z.string(), strictnessSchema).default(categories),
	/**
	Globs, relative to the repository's root.
	*/
	protectedPaths: z.array(z.string().min(1)).default(protectedPaths),
	/**
	Reasons that weigh the same whatever the strictness.
	*/
	weights: z.partialRecord(reasonIdSchema, z.enum(['warning', 'issue', 'blocker'])).default({}),
	/**
	Reasons that `--yes` may approve.
	*/
	yes: z.array(approvableSchema).default(approvableSchema.options.filter(id => specOf(id).isForYes)),
});

export type GatePolicy = z.infer<typeof gatePolicySchema>;

export const defaultPolicy: GatePolicy = gatePolicySchema.parse({});

const order = strictnessSchema.options;

/**
How strictly a phase is judged: as its category is, or as the run is, whichever is stricter.
*/
export function strictnessFor(category: string | undefined, run: z.infer<typeof strictnessSchema>, {categories: known}: GatePolicy) {
	const own = category === undefined ? undefined : known[category];
	return own !== undefined && order.indexOf(own) > order.indexOf(run) ? own : run;
}
