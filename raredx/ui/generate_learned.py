"""A generator in words: what it learned from, how, and what has to be said of it."""

from __future__ import annotations

import shutil

import streamlit as st

from raredx.synthesis import get_generator
from raredx.synthesis.fitted import Learned
from raredx.synthesis.store import Listed, generators_folder
from raredx.ui.generate import go
from raredx.ui.shell import as_text
from raredx.words import count


def draw_learned(generator: Listed) -> None:
    """Draw the record of a generator, and the way to remove it."""
    learned = generator.learned
    assert learned
    for remark in learned.remarks:
        st.warning(as_text(remark), icon=":material/info:")
    rows = [
        {
            "Condition": label,
            "Code": code or "",
            "Examples": len(learned.examples.get(label, ())),
            "Without a face": learned.lost.get(label, 0),
        }
        for label, code in learned.conditions.items()
    ]
    st.dataframe(rows, hide_index=True)
    st.markdown(_sentences(learned))
    st.table(
        {name: as_text(str(one)) for name, one in learned.options.items() if one is not None},
        border="horizontal",
    )
    st.caption(f":material/folder: {as_text(str(generators_folder() / generator.name))}")
    with st.popover("Remove", icon=":material/delete:"):
        st.markdown("Its weights are deleted and do not come back. Images that it drew stay.")
        st.button(
            f"Remove {as_text(generator.name)} for good",
            type="primary",
            on_click=_remove,
            args=(generator.name,),
        )


def _sentences(learned: Learned) -> str:
    source = learned.source
    images = sum(map(len, learned.examples.values()))
    said = [f"{get_generator(learned.generator).title}, learned from {count(images, 'image')}"]
    if cohort := source.get("cohort"):
        part = "fold " + source["fold"] if "fold" in source else "the training part"
        of = f" of the split {source['split']}" if "split" in source else ""
        said.append(f"of {cohort}, {part}{of}" if "split" in source else f"of {cohort}")
    if learned.base:
        said.append(f"on the base model {learned.base}")
    hashes = {
        "data": source.get("data_hash"),
        "split": source.get("split_hash"),
        "base model": learned.base_hash,
    }
    told = [f"{what} `{known[:12]}`" for what, known in hashes.items() if known]
    return as_text(", ".join(said)) + (f". Hashes: {', '.join(told)}." if told else ".")


def _remove(name: str) -> None:
    shutil.rmtree(generators_folder() / name)
    go(view="train")
