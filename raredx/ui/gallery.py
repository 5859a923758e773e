"""Images of a cohort in a grid: only those that are seen are read, each says what it is."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import Any

import streamlit as st

from raredx.cohorts.cohort import Cohort
from raredx.errors import UserError
from raredx.ui.marks import ORIGIN_COLOUR, ORIGIN_ICON
from raredx.ui.shell import as_text
from raredx.ui.terms import HPO_PAGE, term_name
from raredx.words import count

_PER_PAGE = 24
_SIDE = 148  # pixels of a picture in the grid
_SHARP = 2  # pixels of the file for each of the grid, for screens that show them
_FACTS = ("image_id", "label", "sex", "age", "licence", "source")


def gallery(cohort: Cohort) -> None:
    """Draw the page of images that the address asks for; a click on a caption shows one whole."""
    pages = max(1, -(-len(cohort) // _PER_PAGE))
    page = min(max(_number(st.query_params.get("page")), 1), pages)
    ids = cohort.rows("image_id")["image_id"].slice((page - 1) * _PER_PAGE, _PER_PAGE)
    shown = cohort.select(image_id=ids)
    with st.container(horizontal=True, gap="small"):
        for row in shown.rows().to_pylist():
            _tile(shown, row)
    if pages > 1:
        _turn(page, pages)


def look_at(cohort: Cohort, image_id: str) -> None:
    """Show one image whole, with all that is known of it."""
    found = cohort.select(image_id=image_id).rows().to_pylist()
    if not found:
        st.warning(as_text(f"The address names image {image_id[:40]}, which is not shown here."))
        return
    st.dialog(_caption(found[0]), width="large", on_dismiss=_close)(_whole)(cohort, found[0])


def _tile(cohort: Cohort, row: Mapping[str, Any]) -> None:
    with st.container(width=_SIDE, gap=None):
        try:
            st.image(thumbnail(cohort, row["image_id"]), width=_SIDE)
        except UserError as error:
            st.error(as_text(error.problem), icon=":material/broken_image:")
        icon = ORIGIN_ICON[row["origin"]]
        st.button(
            as_text(_caption(row)),
            key=f"look.{row['image_id']}",
            type="tertiary",
            icon=icon,
            help=f"{row['origin']}; click for all that is known",
            on_click=_open,
            args=(row["image_id"],),
        )


def thumbnail(cohort: Cohort, image_id: str) -> bytes:
    """A small picture of an image, made once."""
    return _thumbnail(image_id, cohort)


@st.cache_data(max_entries=2_000, show_spinner=False)
def _thumbnail(image_id: str, _cohort: Cohort) -> bytes:
    image = _cohort.image(image_id)
    image.thumbnail((_SIDE * _SHARP, _SIDE * _SHARP))
    file = BytesIO()
    image.save(file, "WEBP", quality=85)
    return file.getvalue()


def _whole(cohort: Cohort, row: Mapping[str, Any]) -> None:
    picture, facts = st.columns([3, 2])
    picture.image(cohort.image(row["image_id"]), width="stretch")
    picture.caption(f"{row['width']} × {row['height']} pixels · {as_text(row['path'])}")
    with facts:
        origin = row["origin"]
        st.badge(origin, icon=ORIGIN_ICON[origin], color=ORIGIN_COLOUR[origin])  # type: ignore[arg-type]
        st.table(
            {
                name.replace("_", " "): as_text(_said(row[name]))
                for name in ("label_id", "subject_id", *_FACTS)
                if row.get(name) is not None
            },
            border="horizontal",
        )
        _terms(cohort, row)


def _terms(cohort: Cohort, row: Mapping[str, Any]) -> None:
    """The phenotype terms of an image; of a simulated one with the true severities."""
    ids = row["phenotypes"] or []
    if not ids:
        return
    true = _severities(cohort, row["image_id"])
    st.markdown(f"**{count(len(ids), 'term')}**")
    lines = []
    for id in sorted(ids, key=lambda id: -true.get(id, 0)):
        severity = f" · severity {true[id]:.2f}" if id in true else ""
        lines.append(f"- [{as_text(term_name(id))}]({HPO_PAGE}{as_text(id)}){severity}")
    st.markdown("\n".join(lines))


def _severities(cohort: Cohort, image_id: str) -> dict[str, float]:
    if "truth" not in cohort.sides:
        return {}
    found = cohort.select(image_id=image_id).side("truth").to_pylist()
    return {sign["term"]: sign["severity"] for row in found for sign in row["signs"]}


def _turn(page: int, pages: int) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            "Previous", key="page.previous", disabled=page == 1, on_click=_go, args=(page - 1,)
        )
        st.markdown(f"Page {page:,} of {pages:,}", width="content")
        st.button("Next", key="page.next", disabled=page == pages, on_click=_go, args=(page + 1,))


def _caption(row: Mapping[str, Any]) -> str:
    years = f", {row['age']:.0f} y" if row["age"] is not None else ""
    return f"{row['label'] or 'no label'}{years}"


def _said(value: Any) -> str:
    return f"{value:.1f}" if isinstance(value, float) else str(value)


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else 1


def _go(page: int) -> None:
    st.query_params["page"] = str(page)


def _open(image_id: str) -> None:
    st.query_params["image"] = image_id


def _close() -> None:
    st.query_params.pop("image", None)
