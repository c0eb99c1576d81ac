import {answerUnattended, type Effect} from '../domain/effect.ts';
import {apply} from './apply.ts';
import {build} from './build.ts';
import {check} from './check.ts';
import {land} from './land.ts';
import {prepare} from './prepare.ts';
import {review} from './review.ts';
import type {Session} from './session.ts';

/**
Carries out one effect. What it finds out comes back as events; it rejects only for what is nobody's result: an abort, a broken disk, a bug.
*/
export async function runEffect(session: Session, effect: Exclude<Effect, {type: 'release'}>, choose: () => Promise<void>): Promise<void> {
	switch (effect.type) {
		case 'record': {
			await session.record(effect.body);
			return;
		}

		case 'prepare': {
			return prepare(session, idsOf(effect));
		}

		case 'build': {
			return build(session, idsOf(effect));
		}

		case 'apply': {
			return apply(session, idsOf(effect));
		}

		case 'review': {
			return review(session, {...idsOf(effect), auditor: effect.auditor});
		}

		case 'check': {
			return check(session, idsOf(effect));
		}

		case 'ask': {
			return ask(session, effect);
		}

		case 'land': {
			return land(session, idsOf(effect));
		}

		case 'choose': {
			return choose();
		}
	}
}

const idsOf = ({phaseId, attempt}: {phaseId: string; attempt: number}) => ({phaseId, attempt});

async function ask(session: Session, question: Extract<Effect, {type: 'ask'}>): Promise<void> {
	switch (session.answerer) {
		case 'person': {
			return;
		}

		case 'unattended': {
			await session.record({type: 'command.received', command: answerUnattended(question), by: '--yes'});
			return;
		}

		case 'nobody': {
			await session.record({
				type: 'run.ended', outcome: 'unanswered', exitCode: 3,
				reason: `${question.phaseId} is ${question.level} and needs an answer, but there is no terminal to ask on; run the same command in a terminal, or with --yes`,
			});
		}
	}
}
