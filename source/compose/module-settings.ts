import path from 'node:path';
import {checksSettingsSchema, type ChecksSettings} from '../checks/settings.ts';
import type {Config} from '../config.ts';
import {modelSettingsSchema, type ModelSettings} from '../models/settings.ts';
import {defaultLimits, type PatchLimits} from '../patch/limits.ts';
import {readableOf} from './sandbox.ts';

type Settings = Config['settings'];

/**
The settings of models/, from the flat names that people write.
*/
export const modelSettings = (settings: Settings): ModelSettings => modelSettingsSchema.parse({
	openai: {apiKey: settings.openaiKey, baseUrl: settings.openaiBaseUrl, api: settings.openaiApi},
	anthropic: {apiKey: settings.anthropicKey, baseUrl: settings.anthropicBaseUrl},
	builder: settings.builderModel,
	auditor: settings.auditorModel,
	dualAuditor: settings.dualAuditor,
	builderFormat: settings.builderFormat,
	builderFormats: settings.builderFormats,
	maxOutputTokens: settings.maxOutputTokens,
	idleTimeoutMs: settings.idleTimeout === undefined ? undefined : settings.idleTimeout * 1000,
	prices: settings.prices,
});

/**
The settings of checks/; `directory` is the workspace's `.autopack`.
*/
export const checkSettings = (settings: Settings, directory: string): ChecksSettings => checksSettingsSchema.parse({
	python: settings.python,
	timeoutMs: settings.checkTimeout * 1000,
	env: settings.checkEnv,
	coverage: settings.coverage,
	mypy: settings.mypy,
	checks: settings.checks,
	sandbox: settings.sandbox,
	sandboxNetwork: settings.sandboxNetwork,
	sandboxReadable: readableOf(settings, path.dirname(directory)),
	sandboxLimits: settings.sandboxLimits,
	cacheDirectory: path.join(directory, 'cache'),
});

/**
What a patch may be at most.
*/
export const patchLimits = (settings: Settings): PatchLimits => ({
	...defaultLimits, maxBytes: settings.maxPatchBytes, maxFiles: settings.maxPatchFiles,
});
