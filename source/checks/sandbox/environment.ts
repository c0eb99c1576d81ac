import path from 'node:path';
import type {SandboxForm} from './form.ts';

/**
What belongs to the user's session, and leads to what is not there.
*/
const sessionVariable = /^(?:DBUS_|DISPLAY$|HOME$|LOGNAME$|MAIL$|OLDPWD$|PWD$|SSH_|SUDO_|TEMP$|TMP$|TMPDIR$|USER$|WAYLAND_|XAUTHORITY$|XDG_)/v;

export const homeIn = (scratch: string): string => path.join(scratch, 'home');

export const droppedName = 'autopack';

/**
The environment in the sandbox, from one without secrets. Home is an empty directory in `scratch`, which is for temporary files too.
*/
export function sandboxEnvironment(env: Record<string, string>, {scratch, form}: {scratch: string; form: SandboxForm}): Record<string, string> {
	const names = form === 'dropped' ? {USER: droppedName, LOGNAME: droppedName} : pick(env, ['USER', 'LOGNAME']);
	return {
		...Object.fromEntries(Object.entries(env).filter(([name]) => !sessionVariable.test(name))),
		...names,
		HOME: homeIn(scratch),
		TMPDIR: scratch,
	};
}

const pick = (env: Record<string, string>, names: string[]): Record<string, string> =>
	Object.fromEntries(Object.entries(env).filter(([name]) => names.includes(name)));
