/**
For the formats that have no words for it themselves.
*/
export const deletionsAndRenames = `To delete or rename files, use an envelope:

*** Begin Patch
*** Delete File: src/old.py
*** Update File: src/names.py
*** Move to: src/labels.py
*** End Patch`;
