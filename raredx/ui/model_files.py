"""A model's card as files: JSON for programs, Markdown for whoever is handed the model."""

from __future__ import annotations

import json
import re

import streamlit as st

from raredx.learning.bundle.card import UNKNOWN, BundleCard

_MARKS = re.compile(r"([\\`*_{}\[\]<>#|])")


def card_menu(name: str, card: BundleCard) -> None:
    """Offer both."""
    with st.popover("Download", icon=":material/download:"):
        for label, ending, mime, made in (
            ("Card (Markdown)", "md", "text/markdown", as_markdown),
            ("Card (JSON)", "json", "application/json", as_json),
        ):
            st.download_button(
                label,
                data=made(name, card).encode(),
                file_name=f"raredx-{name}-card.{ending}",
                mime=mime,
                key=f"model.card.{ending}",
                on_click="ignore",
                width="stretch",
            )


def as_json(name: str, card: BundleCard) -> str:
    """The card as it lies with the model, which is named first."""
    told = {"name": name, **card.model_dump(mode="json")}
    return json.dumps(told, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def as_markdown(name: str, card: BundleCard) -> str:
    """The card in sentences, its conditions as a table, then versions and hashes."""
    lines = [f"# {_plain(name)}", "", _plain(card.title), ""]
    for heading, sentences in card.words().items():
        lines += [f"## {heading}", "", *(f"- {_plain(one)}" for one in sentences), ""]
    lines += ["## All conditions", "", "| condition | code | images | people |"]
    lines.append("|---|---|---:|---:|")
    lines += [
        f"| {_plain(one.name)} | {_plain(one.code or UNKNOWN)} | {one.images} | {one.people} |"
        for one in card.conditions
    ]
    kept = {"data": card.data_hash, "split": card.split_hash, **card.files, **card.versions}
    lines += ["", "## Versions and hashes", "", f"Made {card.created}, seed {card.seed}.", ""]
    lines += [f"- {_plain(what)}: {_plain(value)}" for what, value in kept.items()]
    return "\n".join(lines) + "\n"


def _plain(text: str) -> str:
    return _MARKS.sub(r"\\\1", " ".join(text.split()))
