import {expect, test} from 'vitest';
import {readReviews} from './read-reviews.ts';

const finding = {
	severity: 'major', category: 'security', description: 'A key is logged.', location: 'a.py:3',
} as const;
const review = {approved: false, issues: [finding], messages: ['No.']};

test.each([
	['none: one approves', undefined, [{auditor: 'auditor', review: {approved: true, issues: [], messages: []}}]],
	['attributed', [{auditor: 'openai', review}, {auditor: 'anthropic', review: {approved: true}}], [
		{auditor: 'openai', review}, {auditor: 'anthropic', review: {approved: true, issues: [], messages: []}},
	]],
	['attributed, flat', [{auditor: 'openai', ...review}], [{auditor: 'openai', review}]],
	['a review', review, [{auditor: 'auditor', review}]],
	['reviews', [review, review], [{auditor: 'auditor', review}, {auditor: 'auditor 2', review}]],
	['findings', [finding], [{auditor: 'auditor', review: {approved: false, issues: [finding], messages: []}}]],
	['minor findings', [{severity: 'minor'}], [{
		auditor: 'auditor', review: {
			approved: true, issues: [{
				severity: 'minor', category: 'correctness', description: '', location: '',
			}], messages: [],
		},
	}]],
	['no findings', [], [{auditor: 'auditor', review: {approved: true, issues: [], messages: []}}]],
])('review.json: %s', (_, written, reviews) => {
	expect(readReviews('case', written)).toEqual(reviews);
});
