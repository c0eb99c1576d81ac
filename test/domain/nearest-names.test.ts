import {expect, test} from 'vitest';
import {nearestNames} from '../../source/domain/nearest-names.ts';

const names = ['fileorg-phase1', 'fileorg-phase2-beta', 'fileorg-phase2-alpha', 'website', 'fileorg-phase2-beta'];

test.each([
	['fileorg-phase2-bets', 3, ['fileorg-phase2-beta', 'fileorg-phase2-alpha', 'fileorg-phase1']],
	['FILEORG-PHASE2-BETA', 1, ['fileorg-phase2-beta']],
	['beta', 3, ['fileorg-phase2-beta']],
	['webiste', 3, ['website']],
	['zzz', 3, []],
	['', 3, []],
])('%s: the nearest %i', (name, limit, nearest) => {
	expect(nearestNames(name, names, limit)).toEqual(nearest);
});

test('no more than three unless told', () => {
	expect(nearestNames('run-0', ['run-1', 'run-2', 'run-3', 'run-4'])).toEqual(['run-1', 'run-2', 'run-3']);
});
