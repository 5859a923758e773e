"""The job kind that asks a model about many images."""

from __future__ import annotations

from raredx.diagnosis.batch.config import BatchConfig
from raredx.jobs import Progress, Result, job
from raredx.settings import settings, thread_count
from raredx.words import count


def _images(config: BatchConfig) -> int:
    from raredx.diagnosis.batch.asked import count_of  # it loads pyarrow and PIL

    return count_of(config)


@job(
    "batch", title="Ask about many images", lane="heavy", unit="image", work=_images, resumable=True
)
def batch(config: BatchConfig, progress: Progress) -> Result:
    """Ask a model about a folder, a ZIP or a cohort: a table of answers, with their pictures."""
    from raredx.diagnosis.batch.run import run

    found = run(config, workers=thread_count(), progress=progress)
    counts = found.card.counts
    told = ", ".join(
        f"{many:,} {name}" for name, many in counts.items() if many and name != "files"
    )
    said = [f"{found.name}: {count(counts['files'], 'file')} ({told})"]
    said += [f"{one}." for one in map(str, found.card.scores)]
    return Result(
        summary=". ".join([said[0], " ".join(said[1:])]).strip(". ") + ".",
        values={"name": found.name, "counts": counts},
        outputs=(str(found.folder.relative_to(settings().workspace)),),
    )
