import {isProjectCheck, type CheckResult} from '../check.ts';
import type {GateLevel, GateReason, Verdict} from '../verdict.ts';
import {checkRules} from './check-rules.ts';
import {gatherFacts, type Evidence, type GateFacts} from './facts.ts';
import {defaultPolicy, type GatePolicy} from './policy.ts';
import {reasonIds, specOf, type ReasonId} from './reasons.ts';
import {reviewRules} from './review-rules.ts';
import type {Found} from './rule.ts';
import {testRules} from './test-rules.ts';

const rules = [...checkRules, ...testRules, ...reviewRules];
const heaviestFirst: Array<GateReason['weight']> = ['blocker', 'issue', 'warning'];

/**
Weighs the evidence for an attempt's change under a policy: every rule that applies adds its reasons, and the heaviest reason makes the level. Pure.
*/
export function decide(evidence: Evidence, policy: GatePolicy = defaultPolicy): Verdict {
	const facts = gatherFacts(evidence, policy);
	const reasons = rules
		.flatMap(({id, find}) => find(facts).map(found => toReason(id, found, facts)))
		.toSorted((a, b) => heaviestFirst.indexOf(a.weight) - heaviestFirst.indexOf(b.weight) || reasonIds.indexOf(a.id) - reasonIds.indexOf(b.id));
	const weighty = reasons.filter(({weight}) => weight !== 'warning');
	return {
		level: levelOf(weighty),
		reasons,
		risk: facts.risk,
		...(facts.coverageDelta !== undefined && {coverageDelta: facts.coverageDelta}),
		fixable: isFixable(facts, weighty, evidence.told ?? []),
		forYes: isForYes(facts, weighty),
	};
}

function levelOf(weighty: GateReason[]): GateLevel {
	if (weighty.length === 0) {
		return 'ok';
	}

	return weighty.some(({weight}) => weight === 'blocker') ? 'blocked' : 'needs_review';
}

function toReason(id: ReasonId, {message, weight}: Found, {strictness, policy}: GateFacts): GateReason {
	const {weights, standsOn, clearedBy} = specOf(id);
	const own = weight === 'warning' ? weight : policy.weights[id] ?? weight ?? weights[strictness];
	return {
		id, weight: own, message, standsOn, clearedBy,
	};
}

/**
True when the Builder could mend what is wrong. What may be just what the phase asks for goes back once.
*/
const isFixable = (facts: GateFacts, weighty: GateReason[], told: ReasonId[]): boolean => isBadWork(facts)
	|| weighty.some(({id}) => specOf(id).mend === 'always' || (specOf(id).mend === 'once' && !told.includes(id)));

/**
What no policy lets `--yes` approve besides: failing checks, and a change that every auditor rejects.
*/
const isForYes = (facts: GateFacts, weighty: GateReason[]): boolean => !isBadWork(facts)
	&& weighty.every(({id, weight}) => weight === 'issue' && new Set<ReasonId>(facts.policy.yes).has(id));

const isBadWork = ({checks, reviews}: GateFacts): boolean => checks.some(check => isBuildersFault(check))
	|| (reviews.length > 0 && reviews.every(({review}) => !review.approved));

/**
True for a check that the change itself broke: new failures, or an error or timeout that the base does not have.
*/
export const isBuildersFault = (check: CheckResult): boolean => isProjectCheck(check)
	&& (check.status === 'failed' || (!check.brokenAtBase && ['error', 'timeout'].includes(check.status)));
