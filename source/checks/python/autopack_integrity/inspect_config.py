"""config_loosened, and protected_path for settings in pyproject.toml that changed otherwise."""

from . import coverage_config, lint_config, mypy_config, pytest_config
from .ci_config import find_loosened_ci
from .config_files import is_config, read_config
from .settings import Settings

RULES = {
    "pytest": pytest_config, "coverage": coverage_config, "mypy": mypy_config, "ruff": lint_config, "flake8": lint_config, "pylint": lint_config,
    "pyright": lint_config, "basedpyright": lint_config,
}
PROTECTED = ("pytest", "coverage", "mypy")


def inspect_config(patch):
    """A section that moved to another file is compared with what it was."""
    signs = list(find_loosened_ci(patch.changes))
    files = [change for change in patch.changes if is_config(change.path) or is_config(change.from_path)]
    tables = [(change, read_config(change.from_path, change.before_text), read_config(change.path, change.after_text)) for change in files]
    for tool, rule in RULES.items():
        touched = [(change, before.get(tool), after.get(tool)) for change, before, after in tables if before.get(tool) != after.get(tool)]
        if not touched:
            continue
        settings = Settings(merge(before for _, before, _ in touched), merge(after for _, _, after in touched))
        change = next((item for item, _, after in touched if after), touched[0][0])
        reasons = list(dict.fromkeys(rule.loosened(settings, patch.paths)))
        signs += [located(change, tool, reason) for reason in reasons]
        for item, _, _ in touched:
            if not reasons and item.path.endswith("pyproject.toml") and tool in PROTECTED:
                signs.append({"id": "protected_path", "path": item.path, "message": f"{item.path}: the settings of {tool} changed"})
    return signs


def merge(tables):
    merged = {}
    for table in tables:
        merged.update(table or {})
    return merged


def located(change, tool, reason):
    found = {"id": "config_loosened", "path": change.path, "message": f"{change.path}: {tool}: {reason}"}
    key = reason.split(" ")[0].split(".")[-1]
    lines = (change.after_text or "").splitlines()
    line = next((number for number, text in enumerate(lines, 1) if text.strip().replace("-", "_").startswith(key)), None)
    return dict(found, line=line) if line else found
