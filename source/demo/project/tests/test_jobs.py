import pytest

from fileorg.errors import NotFound
from fileorg.jobs import JobQueue


def test_does_jobs_in_order():
    done = []
    queue = JobQueue(lambda payload: done.append(payload["n"]) or {"n": payload["n"]})
    jobs = [queue.submit({"n": n}) for n in (1, 2)]
    assert queue.get(jobs[0].id).state == "queued"
    while queue.run_next():
        pass
    assert done == [1, 2]
    assert queue.get(jobs[1].id).to_json() == {
        "id": "job-2", "state": "done", "result": {"n": 2}, "error": None,
    }


def test_a_job_that_fails_says_why():
    def fail(_payload):
        raise ValueError("no text in it")

    queue = JobQueue(fail)
    job = queue.submit({})
    assert queue.run_next()
    assert (queue.get(job.id).state, queue.get(job.id).error) == ("failed", "no text in it")


def test_unknown_job_is_not_found():
    with pytest.raises(NotFound):
        JobQueue(lambda payload: payload).get("job-9")
