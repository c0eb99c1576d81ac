import type {Phase, Plan} from '../domain/plan.ts';

/**
A plan as classic servers take it: newer ones refuse unknown fields, older ones fail on a phase without complexity after they have created the run.
Acceptance criteria go into the description, where a person still reads them.
*/
export function planForClassic(plan: Plan): unknown {
	return {
		...plan,
		run: {...plan.run, max_duration_minutes: Math.ceil(plan.run.max_duration_minutes)},
		phases: plan.phases.map(phase => phaseForClassic(phase)),
	};
}

function phaseForClassic({acceptance_criteria: criteria = [], ...phase}: Phase) {
	const description = [
		...(phase.description ? [phase.description] : []),
		...(criteria.length > 0 ? [`Acceptance criteria:\n${criteria.map(criterion => `- ${criterion}`).join('\n')}`] : []),
	].join('\n\n');
	return {...phase, description, complexity: phase.complexity ?? 'medium'};
}
