"""The settings of one tool before and after a patch."""

import re


class Settings:
    def __init__(self, before, after):
        self.before = before
        self.after = after

    def has_changed(self):
        return self.before != self.after

    def keys(self):
        return sorted(set(self.before) | set(self.after))

    def is_on(self, side, key, default=False):
        """None for what says neither yes nor no."""
        value = side.get(key)
        return default if value is None else as_bool(value)

    def turned(self, key, value, default=False):
        """True if a switch has become ``value``."""
        return self.is_on(self.after, key, default) is value and self.is_on(self.before, key, default) is not value

    def added(self, key):
        """Entries of a list that it did not have."""
        known = set(as_list(self.before.get(key)))
        return [item for item in as_list(self.after.get(key)) if item not in known]

    def removed(self, key):
        kept = set(as_list(self.after.get(key)))
        return [item for item in as_list(self.before.get(key)) if item not in kept]

    def numbers(self, key):
        return as_number(self.before.get(key)), as_number(self.after.get(key))


def as_bool(value):
    if isinstance(value, str):
        return {"true": True, "1": True, "yes": True, "on": True, "false": False, "0": False, "no": False, "off": False}.get(value.strip().lower())
    return bool(value) if isinstance(value, (bool, int)) else None


def as_list(value):
    """Of a list, of lines, or of words and commas."""
    if value is None:
        return []
    if isinstance(value, list):
        return [str(item) for item in value]
    if not isinstance(value, str):
        return [str(value)]
    lines = [line.split(" #")[0].strip() for line in value.split("\n")]
    lines = [line for line in lines if line and not line.startswith(("#", ";"))]
    if len(lines) > 1:
        return [line.rstrip(",").strip() for line in lines]
    return [item for item in re.split(r"[,\s]+", lines[0]) if item] if lines else []


def as_lines(value):
    if isinstance(value, str):
        return [line.strip() for line in value.split("\n") if line.strip() and not line.strip().startswith("#")]
    return as_list(value)


def as_number(value):
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def covers(wanted, given):
    """True if a path is one of the given ones, or below one."""
    path = wanted.strip("./").rstrip("/")
    return any(item.strip("./").rstrip("/*") in ("", path) or path.startswith(item.strip("./").rstrip("/*") + "/") for item in given)
