"""Jobs: every long action of the workbench, as a config and a function that any door can start.

    job = submit("assets-verify", {})            # a page, a command and the API do just this
    for job in follow(job.id):
        print(job.status, job.fraction, job.message)

A worker process runs each job in a process of its own (`worker`, `running`, `child`), writes down
what it says (`store`), and a crash or a cancel takes down the job and nothing else.
"""

from raredx.jobs.engine import (
    Estimate,
    cancel,
    ensure_worker,
    estimate,
    finish,
    follow,
    retry,
    submit,
)
from raredx.jobs.kinds import Kind, all_kinds, field_errors, get_kind, job
from raredx.jobs.progress import Cancelled, Progress
from raredx.jobs.record import Config, Job, Metric, Preview, Result, Status
from raredx.jobs.store import Store

__all__ = [
    "Cancelled",
    "Config",
    "Estimate",
    "Job",
    "Kind",
    "Metric",
    "Preview",
    "Progress",
    "Result",
    "Status",
    "Store",
    "all_kinds",
    "cancel",
    "ensure_worker",
    "estimate",
    "field_errors",
    "finish",
    "follow",
    "get_kind",
    "job",
    "retry",
    "submit",
]
