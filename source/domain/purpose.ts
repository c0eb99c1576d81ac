import type {Phase} from './plan.ts';

const others = /refactor|rename|restructur|clean|doc|comment|test|chore|config|\bci\b|deploy|infra|build|depend|style|lint|format|typ(?:e|ing)|perf|optimi|remov|delet|deprecat|migrat/v;
const ours = /feature|feat\b|fix|bug|enhance|backend|frontend|api|security|auth|schema|database/v;
const otherVerb = /^(?:re(?:factor|name|organi[sz]e|structure|move|write|vert|format)|move|split|extract|inline|simplify|tidy|clean|delete|drop|document|comment|format|lint|type|annotate|bump|upgrade|update dep|pin|speed|optimi[sz]e|test|cover|configure|loosen|tighten)/v;
const ourVerb = /^(?:add|fix|implement|support|introduce|create|build|allow|handle|correct|repair|make|let|enable|provide|return|reject|validate|accept)/v;

/**
Whether a phase is to change what the code does, so that a test could witness it: by its task category, else by the first verb of its name or description.
*/
export function purposeOf({task_category: category, name, description}: Partial<Pick<Phase, 'task_category' | 'name' | 'description'>>): 'behaviour' | 'other' | 'unknown' {
	const word = category?.toLowerCase() ?? '';
	if (others.test(word)) {
		return 'other';
	}

	if (ours.test(word)) {
		return 'behaviour';
	}

	for (const text of [name, description]) {
		const sentence = text?.trim().toLowerCase() ?? '';
		if (otherVerb.test(sentence) || ourVerb.test(sentence)) {
			return otherVerb.test(sentence) ? 'other' : 'behaviour';
		}
	}

	return 'unknown';
}
