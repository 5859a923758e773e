"""The command line: one file per group of commands, one way to print and to fail."""

from __future__ import annotations

import os
import sys
import traceback

import click

import raredx
from raredx.cli.assets import assets
from raredx.cli.batch import batches, show_batch
from raredx.cli.cohort import cohort
from raredx.cli.cohort_check import check
from raredx.cli.cohort_split import split
from raredx.cli.compare import compare
from raredx.cli.doctor import doctor
from raredx.cli.doors import app, serve
from raredx.cli.evidence import evidence
from raredx.cli.few_shot import few_shots, show_trial
from raredx.cli.generate import generate
from raredx.cli.jobs import jobs
from raredx.cli.kinds import KindGroup
from raredx.cli.learning import backbones, heads
from raredx.cli.ontology import ontology
from raredx.cli.phenotype import phenotype
from raredx.cli.predict import explain as explain_image
from raredx.cli.predict import models, predict
from raredx.errors import UserError, explain


@click.group(
    cls=KindGroup,
    kinds={
        "audit": ("audit", "curation"),
        "batch": ("batch", "model"),
        "curate": ("curate", "cohort", "name"),
        "experiment": ("experiment",),
        "train": ("train", "name"),
        "external": ("external", "bundle", "cohort"),
        "few-shot": ("few-shot", "name"),
    },
    configured=["experiment", "external", "few-shot"],
    shown={"few-shot": show_trial, "batch": show_batch},
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(raredx.__version__, prog_name="raredx")
def raredx_command() -> None:
    """RareDx Workbench: computer vision for rare diseases, from the literature to an honest test.

    A research tool, not a medical device. Every command takes --json.
    """


for _command in (check, split):
    cohort.add_command(_command)
for _command in (
    *(app, assets, backbones, cohort, compare, doctor, evidence, few_shots, generate, heads, jobs),
    *(batches, models, ontology, phenotype, predict, explain_image, serve),
):
    raredx_command.add_command(_command)


def main(arguments: list[str] | None = None) -> None:
    """Run a command. Whatever goes wrong is one line on stderr; what the user can mend exits 2."""
    try:
        raredx_command.main(arguments, prog_name="raredx", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
    except click.ClickException as error:
        where = error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx else ""
        hint = f" See `{where} --help`." if where else ""
        _fail(error.format_message().replace("\n", " ") + hint, code=2)
    except UserError as error:
        _fail(str(error), code=2)
    except (click.Abort, KeyboardInterrupt):
        _fail("Stopped.", code=130)
    except BrokenPipeError:  # `raredx ... | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:  # a path that cannot be, a full disk: the user can mend it
        _fail(explain(error), code=2)
    except Exception as error:  # noqa: BLE001 - a fault of ours is still one line
        if os.environ.get("RAREDX_LOG_LEVEL") == "debug":
            traceback.print_exc()
        _fail(f"{explain(error)} (RAREDX_LOG_LEVEL=debug shows where)", code=1)


def _fail(line: str, *, code: int) -> None:
    click.echo(f"raredx: {line}", err=True)
    sys.exit(code)
