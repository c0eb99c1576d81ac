import * as z from 'zod';
import {readRegularFile} from '../process/read-regular-file.ts';

const lineSchema = z.discriminatedUnion('event', [
	z.object({event: z.literal('start'), pytest: z.string()}),
	z.object({event: z.literal('running'), nodeid: z.string()}),
	z.object({
		event: z.literal('test'),
		nodeid: z.string(),
		phase: z.string(),
		outcome: z.string(),
	}),
	z.object({event: z.literal('collection_error'), nodeid: z.string(), message: z.string()}),
	z.object({event: z.literal('deselected'), count: z.int()}),
	z.object({event: z.literal('other_code'), module: z.string(), file: z.string()}),
	z.object({event: z.literal('finish'), exitStatus: z.int()}),
]);

type Line = z.infer<typeof lineSchema>;

/**
What the reporter plugin wrote of a pytest session.
*/
export type Report = {
	hasStarted: boolean;
	hasFinished: boolean;
	/**
	What the session said its exit code would be.
	*/
	exitStatus?: number;
	/**
	True when a line but the last, which a killed session may leave half written, is none of the reporter's, or when something follows the session's end.
	*/
	isGarbled: boolean;
	passed: string[];
	/**
	With those whose set-up or tear-down failed; `errors` counts these.
	*/
	failed: string[];
	errors: number;
	/**
	With those that were expected to fail, and did.
	*/
	skipped: string[];
	deselected: number;
	collectionErrors: string[];
	/**
	Files that were imported although the tree has modules of that name.
	*/
	otherCode: string[];
	/**
	The test that was the last to begin.
	*/
	lastTest?: string;
};

/**
The last line of a session that was killed may be half a line.
*/
function parseLine(text: string): Line[] {
	try {
		return [lineSchema.parse(JSON.parse(text))];
	} catch {
		return [];
	}
}

const of = <Event extends Line['event']>(lines: Line[], event: Event) =>
	lines.filter((line): line is Extract<Line, {event: Event}> => line.event === event);

function outcomesOf(tests: Array<Extract<Line, {event: 'test'}>>) {
	const byTest = Map.groupBy(tests, ({nodeid}) => nodeid);
	const hasLine = (id: string, outcome: string, phase?: string) =>
		byTest.get(id)!.some(line => line.outcome === outcome && (phase === undefined || line.phase === phase));
	const ids = [...new Set(tests.map(({nodeid}) => nodeid))];
	const failed = ids.filter(id => hasLine(id, 'failed'));
	const failedSet = new Set(failed);
	const skipped = ids.filter(id => !failedSet.has(id) && hasLine(id, 'skipped'));
	const skippedSet = new Set(skipped);
	return {
		failed,
		errors: failed.filter(id => !hasLine(id, 'failed', 'call')).length,
		skipped,
		passed: ids.filter(id => !failedSet.has(id) && !skippedSet.has(id) && hasLine(id, 'passed', 'call')),
	};
}

/**
Reads a report; a file that is not there is a session that never started.
*/
export async function readReport(file: string): Promise<Report> {
	const text = await readRegularFile(file) ?? '';
	const parsed = text.split('\n').map(line => parseLine(line));
	const lines = parsed.flat();
	const finish = of(lines, 'finish').at(-1);
	return {
		hasStarted: of(lines, 'start').length > 0,
		hasFinished: finish !== undefined,
		exitStatus: finish?.exitStatus,
		isGarbled: parsed.slice(0, -1).some(line => line.length === 0) || (finish !== undefined && lines.at(-1) !== finish),
		...outcomesOf(of(lines, 'test')),
		deselected: of(lines, 'deselected').reduce((sum, {count}) => sum + count, 0),
		collectionErrors: of(lines, 'collection_error').map(({nodeid}) => nodeid),
		otherCode: of(lines, 'other_code').map(({file: otherFile}) => otherFile),
		lastTest: of(lines, 'running').at(-1)?.nodeid,
	};
}
