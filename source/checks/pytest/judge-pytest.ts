import {describeEnd} from '../process/describe-end.ts';
import type {Problem} from '../measurement.ts';
import type {ProcessResult} from '../process/run-process.ts';
import type {Report} from './read-report.ts';

/**
Pytest's exit codes: https://docs.pytest.org/en/stable/reference/exit-codes.html
*/
const exitMeanings = new Map([[2, 'was interrupted'], [3, 'had an internal error'], [4, 'was called wrongly']]);

const complaintOf = (output: string): string => {
	const lines = output.split('\n').map(line => line.trim());
	const line = lines.find(text => /\b\w*[Ee]rror: /v.test(text)) ?? lines.findLast(text => text !== '');
	return line === undefined ? '' : `: ${line.slice(0, 200)}`;
};

function judgeEmptiness({skipped, deselected}: Report): Problem {
	const rest = [skipped.length > 0 && `${skipped.length} skipped`, deselected > 0 && `${deselected} deselected`].filter(Boolean).join(', ');
	return {status: 'error', text: rest === '' ? 'no tests were collected' : `no test ran (${rest})`, isEmpty: true};
}

/**
Why a pytest session is no evidence, or undefined when it is: it started, ran to its end, on the code it should, and ran at least one test.
*/
export function judgePytest(result: ProcessResult, report: Report, timeoutMs: number): Problem | undefined {
	const {exitCode = -1, output} = result;
	const {hasStarted, hasFinished, isGarbled, exitStatus, lastTest, otherCode, passed, failed, collectionErrors} = report;
	const error = (text: string): Problem => ({status: 'error', text});
	const badEnd = describeEnd(result, {name: 'pytest', timeoutMs, lastTest});
	if (badEnd) {
		return badEnd;
	}

	if (!hasStarted) {
		return error(`pytest did not start (exit code ${exitCode})${complaintOf(output)}`);
	}

	if (!hasFinished) {
		return error(`pytest ended before its session did (exit code ${exitCode})${lastTest === undefined ? '' : ` in ${lastTest}`}`);
	}

	if (isGarbled) {
		return error('something else than our reporter wrote into its report');
	}

	if (otherCode[0] !== undefined) {
		return error(`tested other code: ${otherCode[0]}`);
	}

	const meaning = exitMeanings.get(exitCode);
	if (meaning !== undefined) {
		return error(`pytest ${meaning} (exit code ${exitCode})${complaintOf(output)}`);
	}

	const failures = failed.length + collectionErrors.length;
	if (passed.length + failures === 0) {
		return judgeEmptiness(report);
	}

	if (failures === 0 && exitCode === 0 && exitStatus !== 0) {
		return error(`pytest's session ended with ${exitStatus}, its process with exit code 0, and no test failed`);
	}

	const isConsistent = exitCode === 1 ? failures > 0 : exitCode === 0;
	return isConsistent ? undefined : error(`pytest ended with exit code ${exitCode}, and ${failures === 0 ? 'no test failed' : `${failures} failed`}${complaintOf(output)}`);
}
