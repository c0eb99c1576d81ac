"""As much of TOML as tools' sections use, for Python before 3.11; what it cannot read it leaves out."""

import ast
import re

HEADER = re.compile(r"^\[(\[)?\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?$")
PAIR = re.compile(r"""^\s*((?:"[^"]*"|'[^']*'|[\w-]+)(?:\s*\.\s*(?:"[^"]*"|'[^']*'|[\w-]+))*)\s*=\s*(.*)$""", re.S)
PART = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|([\w-]+))\s*\.?""")
COMMENT = re.compile(r"""("(?:\\.|[^"\\])*"|'[^']*')|\#.*""")
WORDS = re.compile(r"""("(?:\\.|[^"\\])*"|'[^']*')|\b(true|false)\b""")
INLINE = re.compile(r"""("(?:\\.|[^"\\])*"|'[^']*')|([\w-]+)\s*=(?!=)""")


def loads(text):
    """Like ``tomllib.loads``, and never raises."""
    root = {}
    table = root
    lines = iter(text.split("\n"))
    for line in lines:
        header = HEADER.match(line.strip())
        if header:
            table = open_table(root, keys_of(header.group(2)), bool(header.group(1)))
            continue
        pair = PAIR.match(strip_comment(line))
        if pair:
            value = read_value(pair.group(2).strip(), lines)
            parts = keys_of(pair.group(1))
            inner = open_table(table, parts[:-1], False)
            if value is not None:
                inner[parts[-1]] = value
    return root


def strip_comment(text):
    return COMMENT.sub(lambda match: match.group(1) or "", text)


def keys_of(text):
    return [match.group(1) or match.group(2) or match.group(3) or "" for match in PART.finditer(text)]


def open_table(root, parts, is_array):
    table = root
    for index, part in enumerate(parts):
        is_last = index == len(parts) - 1
        if is_last and is_array:
            items = table.setdefault(part, [])
            items = items if isinstance(items, list) else []
            items.append({})
            return items[-1]
        inner = table.setdefault(part, {})
        if isinstance(inner, list):
            inner = inner[-1] if inner else {}
        table = inner if isinstance(inner, dict) else {}
    return table


def read_value(text, lines):
    for quotes in ('"""', "'''"):
        if text.startswith(quotes):
            while text.count(quotes) < 2:
                more = next(lines, None)
                if more is None:
                    return None
                text += "\n" + more
            return text[3 : text.index(quotes, 3)]
    while depth_of(text) > 0:
        more = next(lines, None)
        if more is None:
            return None
        text += "\n" + strip_comment(more)
    return literal(text)


def depth_of(text):
    bare = re.sub(r""""(?:\\.|[^"\\])*"|'[^']*'""", "", text)
    return bare.count("[") + bare.count("{") - bare.count("]") - bare.count("}")


def literal(text):
    python = WORDS.sub(lambda match: match.group(1) or match.group(2).title(), text)
    if "{" in python:
        python = INLINE.sub(lambda match: match.group(1) or '"' + match.group(2) + '":', python)
    try:
        return ast.literal_eval(python.replace("\n", " "))
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return text
