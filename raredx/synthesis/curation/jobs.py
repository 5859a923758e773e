"""The jobs that judge synthetic images, and keep those that are accepted."""

from __future__ import annotations

from raredx.jobs import Progress, Result, job
from raredx.settings import settings
from raredx.synthesis.curation.config import Curate, Keep
from raredx.words import count


@job("curate", title="Judge synthetic images", lane="heavy", unit="image")
def curate(config: Curate, progress: Progress) -> Result:
    """Judge the images of a synthetic cohort: face, quality, phenotype, and whom they copy."""
    from raredx.synthesis.curation.curate import curate as carry_out
    from raredx.synthesis.curation.keeping import keep_accepted

    made = carry_out(config, progress)
    verdicts = {name: many for name, many in made.record.verdicts.items() if many}
    said = [f"{config.name}: " + ", ".join(f"{many:,} {name}" for name, many in verdicts.items())]
    outputs = [made.folder]
    if config.save_as:
        shared = {name: getattr(config, name) for name in Keep.model_fields if name in vars(config)}
        asked = Keep.model_validate(shared | {"curation": config.name, "name": config.save_as})
        folder, kept = keep_accepted(asked)
        outputs.append(folder)
        said.append(f"{count(kept, 'image')} kept as {config.save_as}")
    said += made.record.remarks
    return Result(
        summary="; ".join(said),
        values={"name": config.name, "verdicts": made.record.verdicts},
        outputs=tuple(str(one.relative_to(settings().workspace)) for one in outputs),
    )


@job("curate-keep", title="Keep accepted images", unit="image")
def keep(config: Keep, progress: Progress) -> Result:
    """Keep the images of a curation that a policy accepts as a cohort of origin synthetic."""
    from raredx.synthesis.curation.keeping import keep_accepted

    folder, kept = keep_accepted(config)
    return Result(
        summary=f"{config.name}: {count(kept, 'image')}",
        values={"name": config.name, "images": kept},
        outputs=(str(folder.relative_to(settings().workspace)),),
    )
