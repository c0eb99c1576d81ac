import stringWidth from 'string-width';

/**
Rows of equal length as lines; columns of the first row's names in `numeric` are aligned to the right.
*/
export function alignColumns(rows: string[][], numeric: ReadonlySet<string>): string[] {
	const header = rows[0] ?? [];
	const widths = header.map((_, column) => Math.max(...rows.map(row => stringWidth(row[column]!))));
	return rows.map(row => row.map((cell, column) => {
		const padding = ' '.repeat(widths[column]! - stringWidth(cell));
		return numeric.has(header[column]!) ? padding + cell : cell + padding;
	}).join('  ').trimEnd());
}
