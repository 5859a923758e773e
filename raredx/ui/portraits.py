"""Pictures of a scene: each is drawn once, and two at once are shown small before they are large.

One picture at the size shown takes less than a tenth of a second; so do two sketches.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

import streamlit as st

from raredx.cohorts.simulate.knowledge.patient import Patient
from raredx.ui.scene import Scene

LARGE, SMALL, SKETCH = 256, 144, 112  # pixels
_KEPT = 64
_ALBUM = "scene.pictures"

_Key = tuple[object, ...]


def pair(scene: Scene, people: Sequence[Patient], captions: Sequence[str]) -> None:
    """Show people side by side: at once if one of them is known, else by way of sketches."""
    places = [column.empty() for column in st.columns(len(people))]
    new = {_key(scene, one, LARGE) for one in people} - set(_album())
    for size in (SKETCH, LARGE) if len(new) > 1 else (LARGE,):
        for place, one, caption in zip(places, people, captions, strict=True):
            place.image(picture(scene, one, size=size), caption, width="stretch")


def picture(scene: Scene, patient: Patient, *, size: int) -> bytes:
    """A picture of somebody in a scene as a JPEG; those that were seen last are not drawn again."""
    album, key = _album(), _key(scene, patient, size)
    album[key] = album.pop(key, b"") or _drawn(scene, patient, size)
    for oldest in list(album)[:-_KEPT]:
        del album[oldest]
    return album[key]


def _drawn(scene: Scene, patient: Patient, size: int) -> bytes:
    from PIL import Image

    file = BytesIO()
    image = Image.fromarray(scene.take(patient, size=size).portrait.image)
    image.save(file, "JPEG", quality=95, subsampling=0)
    return file.getvalue()


def _album() -> dict[_Key, bytes]:
    """What this visitor has seen, the last at the end."""
    album: dict[_Key, bytes] = st.session_state.setdefault(_ALBUM, {})
    return album


def _key(scene: Scene, patient: Patient, size: int) -> _Key:
    """All that a picture depends on: two people of one number differ in nothing but their signs."""
    signs = sorted((id, severity) for id, severity in patient.severities.items() if severity)
    return scene.person, scene.sex, *sorted(scene.numbers.items()), *signs, size
