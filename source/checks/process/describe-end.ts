import type {Problem} from '../measurement.ts';
import type {ProcessResult} from './run-process.ts';

type Options = {name: string; timeoutMs: number; lastTest?: string};

/**
Why a process that did not run to its end is no evidence; undefined when it did.
*/
export function describeEnd({end, killedBy, output}: ProcessResult, {name, timeoutMs, lastTest}: Options): Problem | undefined {
	const place = lastTest === undefined ? '' : ` in ${lastTest}`;
	switch (end) {
		case 'exited': {
			return undefined;
		}

		case 'timeout': {
			return {status: 'timeout', text: `${name} was stopped at its limit of ${timeoutMs / 1000} s${place}`};
		}

		case 'unstartable': {
			return {status: 'not_run', text: `${name} could not be started: no such program`};
		}

		case 'unsandboxed': {
			return {status: 'not_run', text: `${name} was not run: ${output.trim()}`};
		}

		case 'signalled': {
			return {status: 'error', text: `${name} crashed with ${killedBy}${place}`};
		}

		case 'aborted': {
			return {status: 'error', text: `${name} was interrupted`};
		}
	}
}
