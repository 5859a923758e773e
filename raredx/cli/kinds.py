"""A command from a job kind: its config gives the options, its docstring the help."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from raredx.cli.output import print_json
from raredx.errors import UserError
from raredx.jobs import (
    Job,
    Kind,
    Result,
    Status,
    all_kinds,
    cancel,
    estimate,
    follow,
    get_kind,
    submit,
)
from raredx.jobs.fields import FieldSpec, fields_of, nested
from raredx.words import duration

Show = Callable[[Result], None]

_TYPES: dict[str, Any] = {"whole": int, "number": float, "text": str, "path": str, "list": str}


class KindGroup(click.Group):
    """A group with a command for each of some job kinds, made when it is asked for.

    `kinds` says for each command which kind it submits, and then which fields of its config are
    given as arguments. Without it there is a command for every kind, by the kind's name. Those in
    `configured` take their settings from a file, too. `shown` gives what prints a command's result
    where its summary is not enough.
    """

    def __init__(
        self,
        *args: Any,
        kinds: dict[str, tuple[str, ...]] | None = None,
        configured: Sequence[str] = (),
        shown: Mapping[str, Show] | None = None,
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        self._chosen = kinds
        self._configured = configured
        self._shown = shown or {}

    @property
    def _kinds(self) -> dict[str, tuple[str, ...]]:
        return self._chosen or {name: (name,) for name in all_kinds()}

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands of the group, the kinds' among them."""
        return sorted([*super().list_commands(ctx), *self._kinds])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, or None."""
        if cmd_name not in self._kinds:
            return super().get_command(ctx, cmd_name)
        kind_name, *arguments = self._kinds[cmd_name]
        return _kind_command(
            kind_name,
            name=cmd_name,
            arguments=arguments,
            configured=cmd_name in self._configured,
            show=self._shown.get(cmd_name),
        )


def _kind_command(
    kind_name: str,
    *,
    name: str,
    arguments: Sequence[str],
    configured: bool,
    show: Show | None = None,
) -> click.Command:
    """The command `name` that submits a job of that kind and follows it.

    Some fields are given as the command's arguments instead of as options. If it is `configured`
    there is an option `--config FILE`, which may hold any of them; what is given beside it comes
    before it.
    """
    kind = get_kind(kind_name)
    specs = fields_of(kind.config)
    parameters: list[click.Parameter] = [
        _argument(spec, required=not configured)
        if spec.name in arguments
        else _option(spec, required=spec.required and not configured)
        for spec in specs
    ]
    if configured:
        file = click.Path(path_type=Path, dir_okay=False)
        parameters.append(click.Option(["--config"], type=file, help="A file of these settings."))
    parameters += [
        click.Option(["--json", "as_json"], is_flag=True, help="Print the job as JSON."),
        click.Option(["--detach"], is_flag=True, help="Only queue the job; do not wait for it."),
    ]

    def callback(as_json: bool, detach: bool, config: Path | None = None, **given: Any) -> None:
        values = {spec.path: given[_variable(spec)] for spec in specs}
        kept = read_config(config) if config else {}
        run(kind, {**kept, **nested(_said(values))}, as_json=as_json, detach=detach, show=show)

    return click.Command(name, params=parameters, callback=callback, help=kind.help)


def read_config(path: Path) -> dict[str, Any]:
    """The settings of a YAML file; where it gives no name, it has that of the file."""
    import yaml

    try:
        found = yaml.safe_load(path.read_text())
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise UserError(
            f"{path} cannot be read: {str(error).splitlines()[0]}", remedy="Give a file of settings"
        ) from None
    if not isinstance(found, dict):
        raise UserError(f"{path} holds no settings", remedy="Write one `name: value` on each line")
    return {"name": path.stem.lower(), **found}


def run(
    kind: Kind, config: dict[str, Any], *, as_json: bool, detach: bool, show: Show | None = None
) -> None:
    """Submit a job, show how it goes, and end as it ends."""
    if not as_json and (cost := estimate(kind.name, kind.parse(config))):
        click.echo(str(cost), err=True)
    job = submit(kind.name, config)
    if not detach:
        job = _watch(job, quiet=as_json)
    if as_json:
        print_json(job)
    if job.status in (Status.FAILED, Status.LOST):
        raise UserError(job.error or "The job failed", remedy=f"See `raredx jobs logs {job.id}`")
    if as_json:
        return
    if show and job.result:
        show(job.result)
    else:
        click.echo(job.result.summary if job.result else f"Job {job.id} is {job.status}.")


def _watch(job: Job, *, quiet: bool) -> Job:
    """Follow a job to its end. Who interrupts the command cancels the job."""
    drawn = not quiet and sys.stderr.isatty()
    try:
        for now in follow(job.id):
            job = now
            if drawn:
                click.echo(f"\r\x1b[K{progress_line(job)}", err=True, nl=not job.status.active)
    except KeyboardInterrupt:
        cancel(job.id)
        raise
    return job


def progress_line(job: Job) -> str:
    """Where a job stands, in one line."""
    parts = [f"job {job.id} {job.status}"]
    if job.fraction is not None:
        parts.append(f"{job.fraction:.0%}")
    if job.seconds_left is not None:
        parts.append(f"{duration(job.seconds_left)} left")
    return ", ".join([*parts, job.message] if job.message else parts)


def _variable(spec: FieldSpec) -> str:
    return "_".join(spec.path)


def _argument(spec: FieldSpec, *, required: bool) -> click.Argument:
    if spec.shape in ("list", "choices"):
        return click.Argument([_variable(spec)], nargs=-1)
    return click.Argument([_variable(spec)], required=required)


def _option(spec: FieldSpec, *, required: bool) -> click.Option:
    word = "-".join(spec.path).replace("_", "-")
    declared = f"--{word}/--no-{word}" if spec.shape == "switch" else f"--{word}"
    many = spec.shape in ("choices", "list")
    choice = click.Choice([str(c) for c in spec.choices]) if spec.choices else None
    default = f" [default: {spec.default}]" if spec.default not in (None, ()) else ""
    beside = "".join(f" [with {name} = {value}]" for name, value in spec.when.items())
    return click.Option(
        [declared, _variable(spec)],
        type=choice or (bool if spec.shape == "switch" else _TYPES.get(spec.shape, str)),
        default=None,  # what is not given is left to the config
        required=required,
        multiple=many,
        help=spec.help + default + beside,
    )


def _said(values: dict[tuple[str, ...], Any]) -> dict[tuple[str, ...], Any]:
    return {path: value for path, value in values.items() if value not in (None, ())}
