import * as z from 'zod';
import {checksSettingsSchema} from './checks/settings.ts';
import {gatePolicySchema} from './domain/gate/policy.ts';
import {strictnessSchema} from './domain/strictness.ts';
import {modelSettingsSchema} from './models/settings.ts';
import {defaultLimits} from './patch/limits.ts';

const models = modelSettingsSchema.shape;
const checks = checksSettingsSchema.shape;

/**
Every setting, under the name it has in `.autopackrc`. Flags are the same words in kebab-case; `environmentNames` names the variables.
*/
export const settingsSchema = z.strictObject({
	apiUrl: z.url({protocol: /^https?$/v, message: 'must be an http or https URL'}).optional(),
	apiKey: z.string().min(1).optional(),
	openaiKey: models.openai.unwrap().shape.apiKey,
	anthropicKey: models.anthropic.unwrap().shape.apiKey,
	openaiBaseUrl: models.openai.unwrap().shape.baseUrl,
	anthropicBaseUrl: models.anthropic.unwrap().shape.baseUrl,
	openaiApi: models.openai.unwrap().shape.api,
	builderModel: models.builder.unwrap().optional(),
	auditorModel: models.auditor.unwrap().optional(),
	dualAuditor: z.boolean().optional(),
	builderFormat: models.builderFormat.unwrap().optional(),
	builderFormats: models.builderFormats.unwrap().optional(),
	maxOutputTokens: models.maxOutputTokens.unwrap().optional(),
	// Without its default, which would hide what the layers below say.
	prices: models.prices.in.unwrap().optional(),
	/**
	Seconds without a byte from a model before the call is repeated.
	*/
	idleTimeout: z.number().positive().max(300).optional(),

	workspace: z.string().min(1).optional(),
	/**
	Seconds between two questions to a Supervisor that is still planning the run.
	*/
	pollInterval: z.number().positive().optional(),
	maxIterations: z.int().positive().optional(),
	maxAttempts: z.int().positive().max(20).optional(),
	/**
	UTF-8 bytes of a reply, and files that it names.
	*/
	maxPatchBytes: z.int().positive().optional(),
	maxPatchFiles: z.int().positive().optional(),
	strictness: strictnessSchema.optional(),
	/**
	What the gate decides by, besides the strictness.
	*/
	gate: gatePolicySchema.optional(),
	stopOnFailure: z.boolean().optional(),

	/**
	Replaces pytest, mypy and coverage.
	*/
	checks: checks.checks,
	python: z.string().min(1).optional(),
	mypy: z.union([z.boolean(), z.literal('auto')]).optional(),
	coverage: z.boolean().optional(),
	checkEnv: z.record(z.string(), z.string()).optional(),
	/**
	Seconds that one check may take.
	*/
	checkTimeout: z.number().positive().optional(),
	/**
	What keeps checks, which run code that models wrote, from the rest of the machine. See docs/sandbox.md.
	*/
	sandbox: checks.sandbox.unwrap().optional(),
	sandboxNetwork: checks.sandboxNetwork.unwrap().optional(),
	/**
	`~` is the home directory; relative paths begin at the workspace.
	*/
	sandboxReadable: z.array(z.string().min(1)).optional(),
	sandboxLimits: checks.sandboxLimits.unwrap().optional(),

	yes: z.boolean().optional(),
	json: z.boolean().optional(),
	readOnly: z.boolean().optional(),
	color: z.boolean().optional(),
	ascii: z.boolean().optional(),
});

export type Settings = z.infer<typeof settingsSchema>;
export type SettingName = keyof Settings;

/**
Settings that can come from the environment, besides the other sources.
*/
export const environmentNames: Partial<Record<SettingName, string>> = {
	apiUrl: 'AUTOPACK_API_URL',
	apiKey: 'AUTOPACK_API_KEY',
	openaiKey: 'OPENAI_API_KEY',
	anthropicKey: 'ANTHROPIC_API_KEY',
	openaiBaseUrl: 'OPENAI_BASE_URL',
	anthropicBaseUrl: 'ANTHROPIC_BASE_URL',
};

/**
Never shown, and never kept in the user settings.
*/
export const secretNames = ['apiKey', 'openaiKey', 'anthropicKey'] as const satisfies SettingName[];

export const defaultSettings = {
	dualAuditor: true,
	builderFormat: 'envelope',
	workspace: '.',
	pollInterval: 10,
	maxAttempts: 3,
	maxPatchBytes: defaultLimits.maxBytes,
	maxPatchFiles: defaultLimits.maxFiles,
	strictness: 'normal',
	stopOnFailure: false,
	checkTimeout: 600,
	mypy: 'auto',
	coverage: true,
	sandbox: 'bubblewrap',
	yes: false,
	json: false,
	readOnly: false,
	color: true,
	ascii: false,
} as const satisfies Settings;

/**
Settings after all sources were merged.
*/
export type ResolvedSettings = Settings & Required<Pick<Settings, keyof typeof defaultSettings>>;
