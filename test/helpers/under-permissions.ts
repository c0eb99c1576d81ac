import process from 'node:process';

/**
What a command is run under so that file permissions count for it: root passes them over, unless it gives that up.
*/
export const underPermissions: string[] = process.getuid?.() === 0
	? ['setpriv', '--bounding-set=-dac_override,-dac_read_search', '--inh-caps=-dac_override,-dac_read_search']
	: [];

/**
The same for a full disk: no file may grow beyond this many KiB. Node gets EFBIG, as it gets ENOSPC from a full one.
*/
export const underFileLimit = (sizeKib: number): string[] => ['bash', '-c', 'ulimit -f "$0"; exec "$@"', String(sizeKib)];
