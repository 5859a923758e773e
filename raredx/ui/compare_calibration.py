"""Whether confidence can be believed: a reliability diagram with its counts, and one number."""

from __future__ import annotations

from functools import partial

import streamlit as st

from raredx.learning.metrics import reliability
from raredx.learning.metrics.reliability import Equal
from raredx.ui.choices import choice
from raredx.ui.compare import choose_one
from raredx.ui.compare_frame import caption
from raredx.ui.compare_loaded import Compared, per_classifier
from raredx.ui.reliability import FEW, reliability_diagram

_EQUAL: dict[Equal, str] = {"width": "of equal width", "mass": "of equally many answers"}


def draw_calibration(compared: Compared) -> None:
    """Draw how often answers of a confidence were right."""
    left, right = st.columns(2)
    with left:
        name = choose_one(compared)
    with right:
        equal: Equal = choice("Bins", _EQUAL, key="bins", default="width")
    found = per_classifier(compared, name, f"bins {equal}", partial(reliability, equal=equal))
    experiment = compared.experiment(name)
    place = experiment.names.index(name.partition(":")[2])
    temperature = experiment.record.cells[place]["temperature"]
    fitted = experiment.record.calibration
    first, second, third = st.columns(3)
    first.metric("ECE", f"{found.error:.1%}", border=True)
    second.metric("Even if exactly right", f"{found.floor:.1%}", border=True)
    third.metric("Mean temperature", f"{temperature:.2f}" if fitted else "none", border=True)
    reliability_diagram(
        found,
        key=f"reliability-{name}",
        alt=f"How often answers of {compared.short[name]} were right, by their confidence",
    )
    flat = (
        f"Scores were divided by a temperature, fitted in each fold on {fitted:,} images of other"
        " people; above 1 they had been too sure, below 1 not sure enough."
        if fitted
        else "Scores were not calibrated: the split has no calibration part."
    )
    caption(
        compared,
        "On the dashed line confidence is exactly right; below it answers are too sure. Bars are"
        f" 95 % intervals over people; hollow marks stand for fewer than {FEW} answers. ECE is a"
        " mean of distances: some of it is there even where every confidence is right.",
        flat,
    )
