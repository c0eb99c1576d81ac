import {expect, test} from 'vitest';
import {
	formatCost,
	formatDelta,
	formatDuration,
	formatTokens,
	plural,
} from '../../source/domain/format-amounts.ts';

test('amounts are short, and round without surprises', () => {
	expect([0, 6540, 59_900, 59_960, 724_000, 3_599_600, 3_720_000, -5].map(durationMs => formatDuration(durationMs)))
		.toEqual(['0.0s', '6.5s', '59.9s', '1m00s', '12m04s', '1h00m', '1h02m', '0.0s']);
	expect([0, 999, 1000, 61_240, 999_949, 999_950, 1_234_567].map(tokens => formatTokens(tokens)))
		.toEqual(['0', '999', '1k', '61.2k', '999.9k', '1M', '1.2M']);
	expect([formatCost(0, false), formatCost(0.0042, false), formatCost(0.41, false), formatCost(0, true), formatCost(0.41, true)])
		.toEqual(['$0.00', '$0.0042', '$0.41', 'unknown', '$0.41 + unknown']);
	expect([0.7, -2.5, 0, -0.001].map(points => formatDelta(points))).toEqual(['+0.7', '-2.5', '+0', '+0']);
	expect([plural(1, 'file'), plural(0, 'file')]).toEqual(['1 file', '0 files']);
});
