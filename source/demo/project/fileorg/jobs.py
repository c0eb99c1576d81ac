"""Jobs that wait their turn."""

from __future__ import annotations

import itertools
import threading
from collections import deque
from dataclasses import dataclass, replace
from typing import Any, Callable, Deque, Dict, Optional

from fileorg.errors import NotFound


@dataclass(frozen=True)
class Job:
    """A piece of work: `queued`, `running`, `done` or `failed`."""

    id: str
    payload: Dict[str, Any]
    state: str = "queued"
    result: Optional[Dict[str, Any]] = None
    error: Optional[str] = None

    def to_json(self) -> Dict[str, Any]:
        return {"id": self.id, "state": self.state, "result": self.result, "error": self.error}


Work = Callable[[Dict[str, Any]], Dict[str, Any]]


class JobQueue:
    """First in, first out. Safe to use from threads."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._lock = threading.Lock()
        self._waiting: Deque[str] = deque()
        self._jobs: Dict[str, Job] = {}
        self._numbers = itertools.count(1)

    def submit(self, payload: Dict[str, Any]) -> Job:
        with self._lock:
            job = Job(id=f"job-{next(self._numbers)}", payload=payload)
            self._jobs[job.id] = job
            self._waiting.append(job.id)
            return job

    def get(self, job_id: str) -> Job:
        with self._lock:
            if job_id not in self._jobs:
                raise NotFound(f"There is no job {job_id!r}.")
            return self._jobs[job_id]

    def run_next(self) -> bool:
        """Does the job that has waited longest; False when none waits."""
        with self._lock:
            if not self._waiting:
                return False
            job = replace(self._jobs[self._waiting.popleft()], state="running")
            self._jobs[job.id] = job
        try:
            finished = replace(job, state="done", result=self._work(job.payload))
        except Exception as error:
            finished = replace(job, state="failed", error=str(error))
        with self._lock:
            self._jobs[job.id] = finished
        return True
