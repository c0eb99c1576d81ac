import {fileURLToPath} from 'node:url';

/**
The sample project as the package ships it. Its `.gitignore` is stored as `gitignore`: npm leaves files of the real name out.
*/
export const projectDirectory = fileURLToPath(new URL('project', import.meta.url));

/**
The scripted replies to the nine phases: a folder for each phase, named by its id.
*/
export const repliesDirectory = fileURLToPath(new URL('replies', import.meta.url));
