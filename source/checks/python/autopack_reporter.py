"""Reports a pytest session as JSON lines, each on disk before the next test runs.

Loaded with ``-p autopack_reporter``. Appends to the file that AUTOPACK_REPORT names: ``start``, ``running`` and ``test``
for each test, ``collection_error``, ``other_code``, and ``finish`` last. A session that was killed, or that ended itself,
has no ``finish``. Standard library and pytest (6 to 9) only; with xdist the controller reports, the workers add ``other_code``.
"""

import json
import os
import sys

import pytest


@pytest.hookimpl(hookwrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config, args):
    """Lets nothing else measure (or fail for too little coverage), and what is measured stay in this process."""
    if os.environ.get("AUTOPACK_REPORT"):
        plugins = early_config.pluginmanager
        if plugins.hasplugin("pytest_cov"):
            args.append("--no-cov")
            early_config.known_args_namespace.no_cov = True
        if plugins.hasplugin("xdist") and os.environ.get("AUTOPACK_SERIAL") == "1":
            args.append("-n0")
    yield


def pytest_configure(config):
    path = os.environ.get("AUTOPACK_REPORT")
    if path:
        is_worker = hasattr(config, "workerinput")
        reporter = WorkerReporter(path) if is_worker else Reporter(path)
        config.pluginmanager.register(reporter, "autopack-session-reporter")


class WorkerReporter:
    def __init__(self, path):
        self._pid = os.getpid()
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

    def _write(self, event, **fields):
        # A test that forks leaves a second session behind: only the first one speaks.
        if os.getpid() == self._pid:
            line = json.dumps({"event": event, **fields}) + "\n"
            os.write(self._file, line.encode("ascii"))

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session, exitstatus):
        for name, file in sorted(find_other_code().items()):
            self._write("other_code", module=name, file=file)


class Reporter(WorkerReporter):
    def pytest_sessionstart(self, session):
        self._write("start", pytest=pytest.__version__)

    def pytest_collectreport(self, report):
        if report.outcome == "failed":
            lines = str(report.longrepr).strip().splitlines()
            self._write("collection_error", nodeid=report.nodeid, message=lines[-1][:500] if lines else "")

    def pytest_deselected(self, items):
        self._write("deselected", count=len(items))

    def pytest_runtest_logstart(self, nodeid):
        self._write("running", nodeid=nodeid)

    def pytest_runtest_logreport(self, report):
        self._write(
            "test", nodeid=report.nodeid, phase=report.when, outcome=report.outcome,
            durationMs=report.duration * 1000,
        )

    def pytest_sessionfinish(self, session, exitstatus):
        super().pytest_sessionfinish(session, exitstatus)
        self._write("finish", exitStatus=int(exitstatus))


def find_other_code():
    """Modules that were imported from elsewhere although the project under test has them: name -> file."""
    project = os.path.realpath(os.environ["AUTOPACK_PROJECT"])
    workspace = os.path.realpath(os.environ["AUTOPACK_WORKSPACE"])
    standard = set(getattr(sys, "stdlib_module_names", ())) | {"__main__", "autopack_reporter"}
    environments = [os.path.realpath(prefix) for prefix in {sys.prefix, sys.base_prefix, sys.exec_prefix}]
    other = {}
    for name, module in list(sys.modules.items()):
        file = getattr(module, "__file__", None)
        if not isinstance(file, str) or name.split(".")[0] in standard:
            continue
        path = os.path.realpath(file)
        if is_inside(path, project):
            continue
        is_installed = "site-packages" in path or any(is_inside(path, prefix) for prefix in environments)
        if has_module(project, name) or (is_inside(path, workspace) and not is_installed):
            other[name] = path
    return other


def is_inside(path, directory):
    return path.startswith(directory.rstrip(os.sep) + os.sep)


def has_module(project, name):
    parts = name.split(".")
    return any(
        os.path.isfile(os.path.join(root, *parts) + ".py") or os.path.isfile(os.path.join(root, *parts, "__init__.py"))
        for root in (project, os.path.join(project, "src"))
    )
