import process from 'node:process';

/**
What must not reach git from outside: variables that point it at another repository, index, identity or program
(source: git(1), "Environment Variables", and `git rev-parse --local-env-vars`), and our own keys, which filters would inherit.
*/
const removedNames = [
	'ANTHROPIC_API_KEY',
	'AUTOPACK_API_KEY',
	'GIT_ALLOW_PROTOCOL',
	'GIT_ALTERNATE_OBJECT_DIRECTORIES',
	'GIT_ASKPASS',
	'GIT_ATTR_NOSYSTEM',
	'GIT_ATTR_SOURCE',
	'GIT_AUTHOR_DATE',
	'GIT_AUTHOR_EMAIL',
	'GIT_AUTHOR_NAME',
	'GIT_CEILING_DIRECTORIES',
	'GIT_COMMITTER_DATE',
	'GIT_COMMITTER_EMAIL',
	'GIT_COMMITTER_NAME',
	'GIT_COMMON_DIR',
	'GIT_CONFIG',
	'GIT_CONFIG_COUNT',
	'GIT_CONFIG_GLOBAL',
	'GIT_CONFIG_NOSYSTEM',
	'GIT_CONFIG_PARAMETERS',
	'GIT_CONFIG_SYSTEM',
	'GIT_DEFAULT_HASH',
	'GIT_DIFF_OPTS',
	'GIT_DIR',
	'GIT_DISCOVERY_ACROSS_FILESYSTEM',
	'GIT_EDITOR',
	'GIT_EXEC_PATH',
	'GIT_EXTERNAL_DIFF',
	'GIT_GLOB_PATHSPECS',
	'GIT_GRAFT_FILE',
	'GIT_ICASE_PATHSPECS',
	'GIT_IMPLICIT_WORK_TREE',
	'GIT_INDEX_FILE',
	'GIT_INDEX_VERSION',
	'GIT_INTERNAL_SUPER_PREFIX',
	'GIT_LITERAL_PATHSPECS',
	'GIT_NAMESPACE',
	'GIT_NOGLOB_PATHSPECS',
	'GIT_NO_REPLACE_OBJECTS',
	'GIT_OBJECT_DIRECTORY',
	'GIT_PAGER',
	'GIT_PREFIX',
	'GIT_PROTOCOL',
	'GIT_QUARANTINE_PATH',
	'GIT_REDIRECT_STDERR',
	'GIT_REDIRECT_STDOUT',
	'GIT_REFLOG_ACTION',
	'GIT_REPLACE_REF_BASE',
	'GIT_SEQUENCE_EDITOR',
	'GIT_SHALLOW_FILE',
	'GIT_TEMPLATE_DIR',
	'GIT_TRACE',
	'GIT_TRACE2',
	'GIT_TRACE2_EVENT',
	'GIT_TRACE2_PERF',
	'GIT_TRACE_SETUP',
	'GIT_WORK_TREE',
	'OPENAI_API_KEY',
];

/**
What every git of the process `pid` carries in its environment: git outlives an executor that is killed.
*/
export const gitMarker = (pid: number): string => `AUTOPACK_GIT=${pid}\0`;

export const gitEnvironment: Record<string, string | undefined> = {
	...Object.fromEntries(removedNames.map(name => [name, undefined])),
	// No prompts, messages that we can read, and no refresh of the user's index by a mere `status`.
	GIT_TERMINAL_PROMPT: '0',
	GIT_OPTIONAL_LOCKS: '0',
	LC_ALL: 'C',
	AUTOPACK_GIT: String(process.pid),
};

const settings = [
	// A hook could refuse, change or delay what we do, and belongs to the user's own work.
	'core.hooksPath=/dev/null',
	'commit.gpgsign=false',
	'core.fsmonitor=false',
	'gc.auto=0',
	'maintenance.auto=false',
	// Bytes go in and out of the worktrees as they are; .gitattributes still counts.
	'core.autocrlf=false',
	'core.safecrlf=false',
	'core.quotePath=false',
	'core.sparseCheckout=false',
	'submodule.recurse=false',
	'diff.suppressBlankEmpty=false',
	'i18n.commitEncoding=utf-8',
	'i18n.logOutputEncoding=utf-8',
	// Another git may have the ref for a moment.
	'core.filesRefLockTimeout=3000',
];

export const gitOptions: readonly string[] = settings.flatMap(setting => ['-c', setting]);
