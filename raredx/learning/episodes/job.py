"""The job kind that tries few-shot episodes."""

from __future__ import annotations

from raredx.jobs import Progress, Result, job
from raredx.learning.episodes.config import FewShotConfig
from raredx.words import count


def _cells(config: FewShotConfig) -> int:
    return len(config.backbones) * len(config.methods) * config.groups


@job(
    "few-shot",
    title="Try few-shot episodes",
    lane="heavy",
    unit="cell",
    work=_cells,
    resumable=True,
)
def few_shot(config: FewShotConfig, progress: Progress) -> Result:
    """Draw episodes of a few people of each of some conditions, answer them, and keep it all."""
    from raredx.learning.episodes.run import run
    from raredx.settings import settings, thread_count

    found = run(config, workers=thread_count(), progress=progress)
    record = found.record
    return Result(
        summary=f"{config.name}: {count(len(record.classifiers), 'classifier')} answered"
        f" {count(len(config.sizes), 'list')} of episodes of"
        f" {count(len(record.classes), 'condition')} ({', '.join(record.origins)});"
        f" `raredx few-shots {config.name}` shows how well",
        values={"name": config.name, "sentences": list(record.sentences)},
        outputs=(str(found.folder.relative_to(settings().workspace)),),
    )
