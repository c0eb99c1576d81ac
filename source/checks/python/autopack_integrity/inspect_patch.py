"""The whole inspection: a patch in, signs out."""

from .changes_code import changes_code
from .patch import Patch

MAX_SIGNS = 500


def inspect_patch(fields):
    """``{files, paths}`` -> ``{signs, renamed, changesCode}``. What cannot be inspected raises: an empty result would be a lie."""
    patch = Patch(fields)
    signs, renamed = [], []
    if any(change.before or change.after for change in patch.changes):
        from .inspect_python import inspect_python

        signs, renamed = inspect_python(patch)
    from .inspect_config import inspect_config
    from .rule_tamper import find_hidden_code

    signs += find_hidden_code(patch.changes)
    signs += inspect_config(patch)
    return {"signs": unique(signs)[:MAX_SIGNS], "renamed": renamed, "changesCode": changes_code(patch)}


def unique(signs):
    """In the order of files and lines, each place once for each id and message."""
    ordered = sorted(signs, key=lambda item: (item["path"], item.get("line", 0), item["id"], item["message"]))
    found = {}
    for item in ordered:
        found.setdefault((item["id"], item["path"], item.get("line"), item["message"]), item)
    return list(found.values())
