import type {CheckResult} from '../check.ts';
import {signIdSchema, type Sign} from '../sign.ts';
import type {GateFacts} from './facts.ts';
import {
	count,
	listed,
	plain,
	type Found,
	type GateRule,
} from './rule.ts';

/**
What the change does to the tests, and what the tests say of it.
*/
export const testRules: readonly GateRule[] = [
	{
		id: 'old_tests_fail',
		find: ({checks}) => plain(checks
			.filter(check => check.kind === 'regression' && check.status === 'failed')
			.map(({newFailures}) => `${count(newFailures.length, 'test')} that this change edited or deleted ${newFailures.length === 1 ? 'fails' : 'fail'} as ${newFailures.length === 1 ? 'it was' : 'they were'}: ${listed(newFailures)}`)),
	},
	{
		id: 'tests_gone',
		find: facts => plain([...goneFrom(facts.checks), ...messagesOf('tests_gone', facts)]),
	},
	{id: 'no_witness', find: findNoWitness},
	...signIdSchema.options.filter(id => id !== 'tests_gone' && id !== 'protected_path').map((id): GateRule => ({
		id, find: facts => plain(messagesOf(id, facts)),
	})),
];

const describeSign = ({path, line, message}: Sign): string => `${path}${line === undefined ? '' : `:${line}`}: ${message}`;

/**
The signs of one kind, in words; also those in protected configuration.
*/
export const messagesOf = (id: Sign['id'], {checks}: Pick<GateFacts, 'checks'>): string[] =>
	checks.flatMap(({signs = []}) => signs).filter(sign => sign.id === id).map(sign => describeSign(sign));

function goneFrom(checks: CheckResult[]): string[] {
	const gone = checks.flatMap(check => check.gone ?? []);
	return gone.length === 0 ? [] : [`${count(gone.length, 'test')} of the base ${gone.length === 1 ? 'does' : 'do'} not run any more: ${listed(gone)}`];
}

/**
Where nothing looked at the syntax trees, nobody knows whether the change has code, and where no test ran a reason of its own says so.
*/
function findNoWitness({checks, purpose}: GateFacts): Found[] {
	const changesCode = checks.some(check => check.kind === 'integrity' && check.changesCode === true);
	const witness = checks.find(({kind}) => kind === 'witness');
	const isFix = checks.some(({kind, fixed}) => kind === 'tests' && fixed.length > 0);
	if (!changesCode || isFix || !witness || witness.status === 'passed' || ['error', 'timeout'].includes(witness.status)) {
		return [];
	}

	const message = `No test tells the new code from the old: ${witness.summary}`;
	return purpose === 'behaviour' ? [{message}] : [{message, weight: 'warning'}];
}
