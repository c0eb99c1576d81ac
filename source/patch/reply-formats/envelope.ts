import {newAndShortFiles} from './short-files.ts';

/**
The format with nothing to count, and with an end mark that proves it complete.
*/
export const envelope = `To change a part of a longer file, and to delete or rename files, write one envelope:

*** Begin Patch
*** Update File: src/parser.py
@@ class Parser:
@@     def parse(self, text):
         text = text.strip()
         if not text:
             return []
-        return text.split()
+        return text.split(",")
 
     def join(self, parts):
         return " ".join(parts)
*** Delete File: src/old.py
*** Update File: src/names.py
*** Move to: src/labels.py
*** End Patch

- Each line of a change begins with one character: a space for a line that stays, "-" for one that goes, "+" for a new one. The rest of lines that stay or go is copied from the file, character by character.
- Give three lines of context before and after each change, or as many as the file has there. Changes of a file stand in its order, each below a "@@" line.
- Where such lines occur more than once in the file, give more of them, or name the lines that enclose the place, the outermost first, as in the example. If you were told the number of the first of them, that will do too: "@@ line 120". Never count lines yourself.
- The last line is "*** End Patch": without it the envelope was cut off, and all of it is refused.

${newAndShortFiles}`;
