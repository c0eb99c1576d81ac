"""How a mypy configuration was loosened, for everything or for some modules."""

from .settings import as_bool

STRICT = (
    "strict", "check_untyped_defs", "strict_optional", "strict_equality", "no_implicit_reexport", "no_implicit_optional", "extra_checks", "strict_concatenate", "local_partial_types", "strict_bytes", "warn_no_return",
)
STRICT_PREFIXES = ("disallow_", "warn_")
DEFAULT_ON = ("strict_optional", "warn_no_return", "no_implicit_optional")
LOOSE = ("ignore_errors", "ignore_missing_imports", "implicit_reexport", "implicit_optional", "follow_untyped_imports")
LOOSE_PREFIXES = ("allow_",)
LISTS = ("disable_error_code", "exclude")
NARROWED = ("files", "packages", "modules", "enable_error_code")


def loosened(settings, _paths):
    for key in settings.keys():
        module, _, name = key.rpartition(":")
        where = f" for {module}" if module else ""
        if name in STRICT or name.startswith(STRICT_PREFIXES):
            was = settings.is_on(settings.before, key, None if module else name in DEFAULT_ON)
            now = settings.is_on(settings.after, key, None if module else name in DEFAULT_ON)
            if was and not now and not (name != "strict" and now is None and as_bool(settings.after.get("strict"))) or now is False and was is None:
                yield f"{name} is off{where}"
        elif name in LOOSE or name.startswith(LOOSE_PREFIXES):
            if settings.is_on(settings.after, key) and not settings.is_on(settings.before, key) and name != "allow_redefinition_new":
                yield f"{name} is on{where}"
        elif name in LISTS and settings.added(key):
            yield f"{name} has `{settings.added(key)[0]}`{where}"
        elif name in NARROWED and settings.removed(key):
            if settings.after.get(key) or name == "enable_error_code":
                yield f"{name} has no `{settings.removed(key)[0]}` any more{where}"
        elif name == "follow_imports" and settings.after.get(key) in ("skip", "silent") and settings.before.get(key) not in ("skip", "silent"):
            yield f"follow_imports is {settings.after[key]}{where}"
