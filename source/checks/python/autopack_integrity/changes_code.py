"""Whether a patch changes code that is not tests in more than comments, docstrings and formatting."""

import ast
import re

from .paths import CONFIGURATION, DOCUMENTS, directories_of, is_python, is_test_path, name_of
from .syntax import FUNCTIONS, body_without_docstring, fingerprint

SPECIAL = ("Makefile", "LICENSE", "LICENCE", "CODEOWNERS", "AUTHORS", "NOTICE", "Dockerfile", ".gitignore", ".gitattributes", ".editorconfig", ".dockerignore", "py.typed")


def changes_code(patch):
    return any(changes_file(change, patch) for change in patch.changes)


def changes_file(change, patch):
    if is_test_path(change.path) and is_test_path(change.from_path):
        return False
    if change.before_text == change.after_text and change.path == change.from_path:
        return False
    if is_python(change.path):
        return change.path != change.from_path or plain(change.before_text) != plain(change.after_text)
    if is_text(change.path) and not is_package_data(change.path, patch.paths):
        return False
    return squeeze(change.before_text) != squeeze(change.after_text)


def is_text(path):
    return path.lower().endswith(DOCUMENTS + CONFIGURATION) or name_of(path) in SPECIAL or name_of(path).startswith(".")


def is_package_data(path, paths):
    """Data that lies in a package is read by its code."""
    if path.lower().endswith((".md", ".rst", ".typed")):
        return False
    folders = directories_of(path)
    known = {name for name in paths if name.endswith("/__init__.py")}
    return any("/".join(folders[:end]) + "/__init__.py" in known for end in range(1, len(folders) + 1))


def squeeze(text):
    return re.sub(r"\s+", " ", text or "").strip()


def plain(text):
    """The tree without docstrings; the text itself where there is no tree."""
    if text is None:
        return None
    try:
        tree = ast.parse(text.lstrip("\ufeff"))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return text
    for node in ast.walk(tree):
        if isinstance(node, FUNCTIONS + (ast.ClassDef, ast.Module)):
            node.body = body_without_docstring(node)
    return fingerprint(tree)
