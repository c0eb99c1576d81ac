import {newAndShortFiles} from './short-files.ts';

/**
As `git diff` prints it, less the numbers, which are where models err.
*/
export const unifiedDiff = `To change a part of a longer file, and to delete or rename files, write one git diff in a fence, without line numbers:

\`\`\`diff
diff --git a/src/parser.py b/src/parser.py
--- a/src/parser.py
+++ b/src/parser.py
@@ @@ def parse(self, text):
         text = text.strip()
         if not text:
             return []
-        return text.split()
+        return text.split(",")
 
     def join(self, parts):
         return " ".join(parts)
diff --git a/src/old.py b/src/old.py
deleted file mode 100644
diff --git a/src/names.py b/src/labels.py
rename from src/names.py
rename to src/labels.py
\`\`\`

- Each line of a change begins with one character: a space for a line that stays, "-" for one that goes, "+" for a new one. The rest of lines that stay or go is copied from the file, character by character.
- Give three lines of context before and after each change, or as many as the file has there. Changes of a file stand in its order, each below a line "@@ @@" without numbers.
- Where such lines occur more than once in the file, give more of them, or name the line that encloses the place, as in the example.

${newAndShortFiles}`;
