"""suppressions_added: comments and decorators that switch a tool off for a line or a file."""

import io
import re
import tokenize
from collections import Counter

KINDS = (
    ("pragma: no cover", re.compile(r"#\s*pragma[:\s]?\s*no\s*(?:cover|branch)", re.I)),
    ("noqa", re.compile(r"#\s*(?:(?:flake8|ruff)[:=]\s*)?noqa(?!\w)(?::?\s*(?P<codes>[A-Z]+[0-9]+(?:[,\s]+[A-Z]+[0-9]+)*))?", re.I)),
    ("type: ignore", re.compile(r"#\s*type:\s*ignore(?!\w)(?:\[(?P<codes>[^\]]*)\])?")),
    ("mypy setting", re.compile(r"#\s*mypy:\s*(?P<codes>ignore-errors|disable-error-code|allow-|no-|disallow-\S+\s*=\s*[Ff]alse)")),
    ("pylint: disable", re.compile(r"#\s*pylint:\s*(?:disable|skip-file)(?:-next)?(?:\s*=\s*(?P<codes>[\w,\s-]+))?")),
    ("pyright: ignore", re.compile(r"#\s*(?:pyright|basedpyright):\s*(?:ignore|basic|off|report\w+\s*=\s*(?:false|none))(?:\[(?P<codes>[^\]]*)\])?")),
    ("type check suppression", re.compile(r"#\s*(?:pyre-ignore|pyre-fixme|ty:\s*ignore|pytype:\s*disable)(?:\[(?P<codes>[^\]]*)\])?")),
    ("nosec", re.compile(r"#\s*nosec(?!\w)", re.I)),
    ("lint switched off", re.compile(r"#\s*(?:isort|ruff):\s*(?:skip|off|disable)", re.I)),
)
HINT = re.compile(r"#[^\n]*(?:no\s*cover|no\s*branch|noqa|ignore|fixme|mypy:|disable|skip-file|pyright|nosec|(?:isort|ruff):)", re.I)
DECORATOR = re.compile(r"^\s*@(?:\w+\.)?no_type_check\b")


def find_suppressions(changes):
    """In every Python file; one that moved, with its line or to another line of its file, is not new."""
    before = [change.before for change in changes if change.before]
    after = [change.after for change in changes if change.after]
    if not Counter(hints_of(after)) - Counter(hints_of(before)):
        return
    before = [item for source in before for item in suppressions_in(source)]
    after = [item for source in after for item in suppressions_in(source)]
    for same in (lambda item: (item["kind"], item["codes"], item["code"]), lambda item: (item["base"], item["kind"], item["codes"])):
        before, after = cancel(before, after, same)
    from_paths = {change.path: change.from_path for change in changes}
    after = [item for item in after if not narrows(item, before, from_paths)]
    for item in after:
        yield {"id": "suppressions_added", "path": item["path"], "line": item["line"], "message": f"line {item['line']} of {item['path']} adds `{item['text']}`"}


def hints_of(sources):
    """Lines that may hold a suppression: without a new one there is nothing to look for."""
    return [line for source in sources for line in source.lines if "#" in line and HINT.search(line) or "no_type_check" in line]


def narrows(item, before, from_paths):
    """``# noqa`` -> ``# noqa: E501`` on a line of the same file."""
    for other in before:
        is_same = other["path"] == from_paths.get(item["path"]) and other["kind"] == item["kind"]
        if is_same and (not other["codes"] or item["codes"] and item["codes"] <= other["codes"]):
            before.remove(other)
            return True
    return False


def cancel(before, after, key):
    known = Counter(key(item) for item in before)
    left_after = []
    matched = Counter()
    for item in after:
        if matched[key(item)] < known[key(item)]:
            matched[key(item)] += 1
        else:
            left_after.append(item)
    left_before = []
    for item in before:
        if matched[key(item)] > 0:
            matched[key(item)] -= 1
        else:
            left_before.append(item)
    return left_before, left_after


def suppressions_in(source):
    lines = [index for index, line in enumerate(source.lines, 1) if "#" in line and HINT.search(line)]
    comments = comments_of(source.text) if lines else {}
    for line in lines:
        text, column = comments.get(line, ("", 0))
        for kind, pattern in KINDS:
            found = pattern.search(text)
            if found:
                codes = frozenset(re.findall(r"[\w-]+", found.groupdict().get("codes") or ""))
                yield record(source, line, (kind, codes, found.group(0).strip(), source.lines[line - 1][:column].strip()))
    for line, text in enumerate(source.lines, 1):
        if "no_type_check" in text and DECORATOR.match(text):
            yield record(source, line, ("no_type_check", frozenset(), text.strip(), ""))


def record(source, line, fields):
    kind, codes, text, code = fields
    return {"path": source.path, "base": source.path.split("/")[-1], "line": line, "kind": kind, "codes": codes, "text": text, "code": code}


def comments_of(text):
    """Line -> (comment, column). A file that cannot be read to its end gives those up to there."""
    comments = {}
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type == tokenize.COMMENT:
                comments[token.start[0]] = (token.string, token.start[1])
    except (tokenize.TokenError, SyntaxError, ValueError):
        pass
    return comments
