import * as z from 'zod';
import type {AuditorReview} from '../../source/domain/findings.ts';
import {reviewSchema, severitySchema, type Review} from '../../source/domain/finding.ts';
import {CaseError} from './case-error.ts';

const findingSchema = z.object({
	severity: severitySchema,
	category: z.string().default('correctness'),
	description: z.string().default(''),
	location: z.string().default(''),
	suggestion: z.string().optional(),
});

/**
A review that does not say whether it approves does so unless it has a major finding.
*/
const writtenReviewSchema = z.object({
	approved: z.boolean().optional(),
	issues: z.array(findingSchema).default([]),
	messages: z.array(z.string()).default([]),
});

const attributedSchema = z.object({auditor: z.string(), review: writtenReviewSchema});
const flatSchema = writtenReviewSchema.extend({auditor: z.string()});

/**
The auditors' reviews of a case, from any of the shapes in which `review.json` may be written: a list of `{auditor, review}` (or of reviews, with or without
the name of their auditor), one review, or a bare list of findings. Without one, a single auditor approves. Throws CaseError for anything else.
*/
export function readReviews(folder: string, written: unknown): AuditorReview[] {
	if (written === undefined) {
		return [{auditor: 'auditor', review: {approved: true, issues: [], messages: []}}];
	}

	const list = Array.isArray(written) && !isFindings(written) ? written : [isFindings(written) ? {issues: written} : written];
	return list.map((entry, index) => readReview(entry, index === 0 ? 'auditor' : `auditor ${index + 1}`) ?? refuse(folder));
}

const isFindings = (written: unknown): boolean => z.array(findingSchema).safeParse(written).success;

function readReview(entry: unknown, name: string): AuditorReview | undefined {
	const attributed = attributedSchema.safeParse(entry);
	if (attributed.success) {
		return {auditor: attributed.data.auditor, review: complete(attributed.data.review)};
	}

	const flat = flatSchema.safeParse(entry);
	if (flat.success) {
		return {auditor: flat.data.auditor, review: complete(flat.data)};
	}

	const review = writtenReviewSchema.safeParse(entry);
	return review.success ? {auditor: name, review: complete(review.data)} : undefined;
}

const complete = ({approved, issues, messages}: z.infer<typeof writtenReviewSchema>): Review =>
	reviewSchema.parse({approved: approved ?? issues.every(({severity}) => severity !== 'major'), issues, messages});

function refuse(folder: string): never {
	throw new CaseError(folder, 'review.json is neither a list of {auditor, review}, nor a review {approved, issues, messages}, nor a list of findings.');
}
