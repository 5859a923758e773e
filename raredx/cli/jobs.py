"""`raredx jobs`: what runs, what ran, and how to stop it or start it again."""

from __future__ import annotations

import time
from typing import Any

import click

from raredx.cli.kinds import KindGroup, progress_line
from raredx.cli.output import json_option, print_json, print_table
from raredx.errors import UserError
from raredx.jobs import Job, Status, Store, cancel, ensure_worker, finish, retry
from raredx.words import duration


@click.group()
def jobs() -> None:
    """List, watch, cancel and retry jobs; run one of any kind."""


@jobs.group("run", cls=KindGroup)
def run() -> None:
    """Submit a job of any kind and follow it."""


@jobs.command("list")
@click.option(
    "--status",
    "statuses",
    multiple=True,
    type=click.Choice([status.value for status in Status]),
    help="Only jobs that stand there; may be given again.",
)
@click.option("--kind", "kinds", multiple=True, help="Only jobs of that kind; may be given again.")
@click.option("--limit", default=20, show_default=True, help="The newest so many.")
@json_option
def list_jobs(statuses: tuple[str, ...], kinds: tuple[str, ...], limit: int, as_json: bool) -> None:
    """List the newest jobs first."""
    ensure_worker()
    found = Store().jobs(statuses=[Status(s) for s in statuses], kinds=kinds, limit=limit)
    if as_json:
        print_json(found)
    elif not found:
        click.echo("No jobs. Try `raredx jobs run assets-verify`.")
    else:
        headings = ("ID", "KIND", "STATUS", "PROGRESS", "TOOK", "SUBMITTED", "RESULT")
        print_table([_row(job) for job in found], headings=headings)


@jobs.command()
@click.argument("job_id", type=int)
@json_option
def show(job_id: int, as_json: bool) -> None:
    """Show all that is known of a job: config, progress, curves, result or error."""
    ensure_worker()
    store = Store()
    job = store.get(job_id)
    metrics, previews = store.metrics(job_id), store.previews(job_id)
    if as_json:
        print_json({**job.model_dump(mode="json"), "metrics": metrics, "previews": previews})
        return
    click.echo(progress_line(job))
    about: dict[str, Any] = {"kind": job.kind, "attempt": job.attempt, "folder": job.folder}
    about |= {f"config {name}": value for name, value in job.config.items()}
    last = {metric.name: f"{metric.value:.4g} at {metric.step:g}" for metric in metrics}
    about |= {f"curve {name}": value for name, value in last.items()}
    if job.result:
        about |= {"result": job.result.summary, "outputs": ", ".join(job.result.outputs) or "none"}
    if job.error:
        about["error"] = job.error
    print_table([(name, str(value)) for name, value in about.items()])


@jobs.command("cancel")
@click.argument("job_id", type=int)
@json_option
def cancel_job(job_id: int, as_json: bool) -> None:
    """Ask a job to stop: a waiting one at once, a running one at its next step."""
    job = cancel(job_id)
    if as_json:
        print_json(job)
    else:
        click.echo(
            f"Job {job_id} is {'asked to stop' if job.status is Status.RUNNING else job.status}."
        )


@jobs.command("finish")
@click.argument("job_id", type=int)
@json_option
def finish_job(job_id: int, as_json: bool) -> None:
    """Ask a running training to end well with what it has by now."""
    job = finish(job_id)
    if as_json:
        print_json(job)
    else:
        click.echo(f"Job {job_id} is asked to finish.")


@jobs.command("retry")
@click.argument("job_id", type=int)
@click.option("--resume/--fresh", default=None, help="Go on from the checkpoint, or start anew.")
@json_option
def retry_job(job_id: int, resume: bool | None, as_json: bool) -> None:
    """Queue an ended job again with the same config."""
    job = retry(job_id, resume=resume)
    if as_json:
        print_json(job)
    else:
        click.echo(f"Job {job_id} is queued for attempt {job.attempt}.")


@jobs.command()
@click.argument("job_id", type=int)
@json_option
def logs(job_id: int, as_json: bool) -> None:
    """Print what a job has printed, attempt after attempt."""
    job = Store().get(job_id)
    if not job.log.is_file():
        raise UserError(f"Job {job_id} has no log yet", remedy="It has not started: wait for it")
    text = job.log.read_text(errors="replace")
    if as_json:
        print_json({"job": job_id, "log": text})
    else:
        click.echo(text, nl=False)


def _row(job: Job) -> tuple[str, ...]:
    took = duration(job.seconds_taken) if job.seconds_taken is not None else ""
    share = f"{job.fraction:.0%}" if job.fraction is not None else ""
    submitted = time.strftime("%Y-%m-%d %H:%M", time.localtime(job.created))
    says = job.result.summary if job.result else job.error or job.message
    return str(job.id), job.kind, job.status.value, share, took, submitted, says[:90]
