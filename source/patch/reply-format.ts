/**
What the Builder's prompt says of the form of an answer: formats that hold no line numbers or counts to get wrong.
*/
export const replyFormatInstructions = `Answer with edits to files. Explanations outside the edits are allowed and are ignored. Paths are relative to the repository's root.

To change a part of a file, write its path on a line of its own and a SEARCH/REPLACE block below it:

src/parser.py
\`\`\`
<<<<<<< SEARCH
def parse(text):
    return text.split()
=======
def parse(text: str) -> list[str]:
    return text.split(",")
>>>>>>> REPLACE
\`\`\`

- SEARCH is copied from the file, character by character, whole lines only, and must occur there exactly once: add lines around the change until it does.
- One block for each place; several blocks for a file are applied in their order.

To create a file, or to rewrite a short one, write its path on a line of its own and its whole text in a fence directly below it. Use a fence of four backticks if the text itself contains one of three:

\`\`\`\`markdown
(text of the file)
\`\`\`\`

To delete or rename files, use an envelope:

*** Begin Patch
*** Delete File: src/old.py
*** Update File: src/a.py
*** Move to: src/b.py
*** End Patch

Rules:
- Write every line that belongs to the result. Never leave code out with "..." or "rest unchanged": such an answer is refused.
- Never write line numbers, conflict markers, secrets, symbolic links or binary files, and change nothing outside the repository.
- All edits are applied together or not at all. If one does not fit, you get the reason and the nearest place in the file, and must send all edits again.`;
