"""Lines of CI files, tox.ini and makefiles that let failing checks pass."""

import re
from collections import Counter

from .paths import name_of

FILES = ("tox.ini", "makefile", "justfile", ".gitlab-ci.yml", ".travis.yml", "azure-pipelines.yml", "bitbucket-pipelines.yml", "jenkinsfile", ".pre-commit-config.yaml")
CHECK = r"(?:pytest|mypy|coverage|ruff|flake8|pylint|pyright|unittest|tox|nox)"
LOOSE = (
    (re.compile(CHECK + r"[^\n#]*\|\|\s*(?:true|:|exit 0|echo)"), "a check may fail"),
    (re.compile(CHECK + r"[^\n#]*;\s*(?:true|exit 0)\b"), "a check may fail"),
    (re.compile(r"continue-on-error:\s*true|allow_failure:\s*true|ignore_outcome\s*=\s*true|continueOnError:\s*true", re.I), "a step may fail"),
    (re.compile(CHECK + r"[^\n#]*--exit-zero"), "a check may fail"),
    (re.compile(r"pytest[^\n#]*\s(?:-k|--ignore|--ignore-glob|--deselect|-p no:|--co|--collect-only|--maxfail)\b"), "tests are left out"),
    (re.compile(r"(?:pytest|unittest)[^\n#]*\s-m\s+[\"']?not\b"), "tests are left out"),
    (re.compile(r"^\s*-(?=\s*\S*\s*(?:python3?\s+-m\s+)?" + CHECK + r"\b)(?!\s)"), "a check may fail"),
    (re.compile(r"\bif:\s*(?:false|\$\{\{\s*false\s*\}\})", re.I), "a step is switched off"),
)


def is_ci(path):
    return path.startswith((".github/workflows/", ".circleci/")) or name_of(path).lower() in FILES or name_of(path).endswith((".mk", "noxfile.py"))


def find_loosened_ci(changes):
    for change in changes:
        if not is_ci(change.path) or change.after_text is None:
            continue
        known = Counter(line.strip() for line in (change.before_text or "").splitlines())
        for number, line in enumerate(change.after_text.splitlines(), 1):
            if known[line.strip()] > 0:
                known[line.strip()] -= 1
                continue
            reason = next((text for pattern, text in LOOSE if pattern.search(line)), None)
            if reason and not line.strip().startswith("#"):
                yield {"id": "config_loosened", "path": change.path, "line": number, "message": f"{change.path}: {reason}: `{line.strip()[:70]}`"}
