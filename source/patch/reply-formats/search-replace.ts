import {deletionsAndRenames} from './deletions-and-renames.ts';
import {newAndShortFiles} from './short-files.ts';

/**
For models that were trained on it.
*/
export const searchReplace = `To change a part of a longer file, write its path on a line of its own and a SEARCH/REPLACE block below it:

src/parser.py
\`\`\`
<<<<<<< SEARCH
        if not text:
            return []
        return text.split()

    def join(self, parts):
=======
        if not text:
            return []
        return text.split(",")

    def join(self, parts):
>>>>>>> REPLACE
\`\`\`

- SEARCH is copied from the file, character by character: whole lines, those that go and up to three around them. It must occur in the file exactly once: where it does not, give more lines.
- REPLACE is what stands there afterwards, the lines around the change included.
- One block for each place, the path above each; the blocks of a file stand in its order.

${newAndShortFiles}

${deletionsAndRenames}`;
