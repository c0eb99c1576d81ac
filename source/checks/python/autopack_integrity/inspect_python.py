"""The rules about Python files, one after the other."""

from .pairs import Pairs
from .rule_assertions import find_removed
from .rule_cases import find_dropped
from .rule_detect import find_detection
from .rule_exits import find_exits
from .rule_gone import find_gone
from .rule_hooks import find_hooks
from .rule_mocks import find_local_subjects, find_mocks
from .rule_skips import find_returns, find_skips
from .rule_suppressions import find_suppressions
from .rule_swallow import find_swallowed
from .rule_tamper import find_tampering
from .rule_trivial import find_empty, find_trivial
from .tests import collect

ADDITIONS = (find_trivial, find_skips, find_swallowed, find_mocks, find_exits, find_detection, find_tampering, find_hooks)


def inspect_python(patch):
    patterns = patch.test_patterns()
    before, after = collect(patch.before, patterns), collect(patch.after, patterns)
    pairs = Pairs(before.tests, after.tests, patch)
    signs = []
    signs += find_gone(patch, pairs, before, after, patterns)
    signs += find_removed(patch, pairs)
    signs += find_dropped(patch, pairs)
    signs += find_returns(pairs, patch)
    signs += find_empty(pairs, patch.after)
    signs += find_local_subjects(patch)
    signs += find_suppressions(patch.changes)
    for find in ADDITIONS:
        signs += patch.additions(find)
    return signs, pairs.renamed
