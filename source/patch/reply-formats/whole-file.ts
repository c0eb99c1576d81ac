import {deletionsAndRenames} from './deletions-and-renames.ts';

/**
For models that cannot copy a part without changing it. Costs the most tokens.
*/
export const wholeFile = `To create or change a file, write its path on a line of its own and its whole new text in a fence directly below it. If the text itself holds a fence of three backticks, use one of four:

src/parser.py
\`\`\`python
class Parser:
    def parse(self, text):
        text = text.strip()
        if not text:
            return []
        return text.split(",")

    def join(self, parts):
        return " ".join(parts)
\`\`\`

- The text is the file as it is to be, from its first line to its last: what is not in it is gone. Lines that stay are copied, character by character.
- Files that do not change are left out.

${deletionsAndRenames}`;
