"""How the configuration of a linter or of pyright was loosened."""

IGNORES = ("ignore", "extend_ignore", "per_file_ignores", "extend_per_file_ignores", "exclude", "extend_exclude", "disable", "ignore_paths", "ignore_patterns", "ignored_modules", "extend_per_file_ignores")
CHOSEN = ("select", "extend_select", "enable", "strict")
MODES = ("off", "basic", "standard", "strict", "recommended", "all")


def loosened(settings, _paths):
    for key in settings.keys():
        name = key.split(".")[-1].lower()
        before, after = settings.before.get(key), settings.after.get(key)
        if before == after:
            continue
        if name in IGNORES and settings.added(key):
            yield f"{name} has `{settings.added(key)[0]}`"
        elif name in CHOSEN and settings.removed(key):
            yield f"{name} has no `{settings.removed(key)[0]}` any more"
        elif name == "typecheckingmode" and rank(after) < rank(before):
            yield f"typeCheckingMode is {after}"
        elif name.startswith(("report", "strict")) and (after in (False, "none") or before == "error" and after in ("warning", "information")):
            yield f"{key} is {after}"
        elif name in ("max_complexity", "max_branches", "max_statements", "max_args", "max_returns") and (settings.numbers(key)[1] or 1e9) > (settings.numbers(key)[0] or 1e9):
            yield f"{name} rose to {after}"
        elif name == "fail_under" and (settings.numbers(key)[1] or 0) < (settings.numbers(key)[0] or 0):
            yield f"fail_under fell to {after}"
        elif name == "exit_zero" and settings.is_on(settings.after, key):
            yield "exit_zero is on"


def rank(mode):
    return MODES.index(mode) if mode in MODES else MODES.index("standard")
