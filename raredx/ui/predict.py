"""A model asked about an image: which model, how sure its set is to be, and what it said."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from raredx.diagnosis.predict import predict
from raredx.diagnosis.prediction import COVERAGE, Prediction
from raredx.errors import NotFoundError
from raredx.learning.bundle.bundle import Bundle
from raredx.learning.bundle.gallery import marks
from raredx.learning.bundle.store import list_bundles, open_bundle, state_of
from raredx.phenotype.landmarks import Landmarks, landmarks_in
from raredx.ui.choices import choice
from raredx.ui.face_images import Subject
from raredx.ui.shell import as_text
from raredx.ui.visit import kept


@dataclass(frozen=True, kw_only=True, eq=False)
class Asked:
    """A subject, the model that was asked, and its answer."""

    subject: Subject
    bundle: Bundle
    landmarks: Landmarks
    told: Prediction
    coverage: float
    """How often its set was to hold the truth."""
    teaching: bool
    """Whether an answer was wanted about another kind of image, too."""

    @property
    def fitted_on(self) -> bool:
        """Whether the model was fitted on this very picture."""
        return bool(marks([self.subject.image_id])[0] in self.bundle.gallery.picture)


def choose_bundle() -> str:
    """Draw the choice of a model, and what is wrong with a broken one."""
    listed = list_bundles()
    for one in listed:
        if one.card is None:
            st.warning(as_text(one.fault), icon=":material/broken_image:")
    whole = {one.name: f"{one.name}: {one.card.title}" for one in listed if one.card}
    if not whole:
        raise NotFoundError("No model can be asked", remedy="Train one: `raredx train`")
    return choice("Model", whole, key="model", default=next(iter(whole)))


def choose_coverage() -> float:
    """Draw how often the set of answers is to hold the truth."""
    return float(
        st.slider(
            "The set of answers holds the truth in",
            0.5,
            0.99,
            COVERAGE,
            0.01,
            format="percent",
            key="predict.coverage",
            help="Over all who are like the people that the model was tried on; not for each"
            " condition by itself. The surer it is to be, the more conditions it takes.",
        )
    )


def choose_teaching() -> bool:
    """Draw the switch that shows an answer about an image of another kind."""
    return st.toggle(
        "Answer for teaching",
        key="predict.teaching",
        help="Shows what the model says of an image that is not like those it learned from. It is"
        " wrong more often than not, and every output is marked.",
    )


def ask(subject: Subject, name: str, *, coverage: float, teaching: bool) -> Asked:
    """What a model says of a subject; what was asked last is not asked again."""
    bundle = opened(name, state_of(name))
    landmarks = kept(
        "landmarks",
        subject.image_id,
        lambda: subject.landmarks() or landmarks_in(subject.image),
    )

    def asked() -> Asked:
        with st.spinner("Asking the model…"):
            told = predict(
                subject.image,
                bundle,
                coverage=coverage,
                teaching=teaching,
                years=subject.years,
                sex=subject.sex,
                landmarks=landmarks,
            )
        return Asked(
            subject=subject,
            bundle=bundle,
            landmarks=landmarks,
            told=told,
            coverage=coverage,
            teaching=teaching,
        )

    person = subject.image_id, subject.years, subject.sex
    return kept("predict", (*person, bundle.digest, coverage, teaching), asked)


@st.cache_resource(max_entries=3, show_spinner="Opening the model…")
def opened(name: str, state: str) -> Bundle:
    """A model, opened once for all visitors."""
    return open_bundle(name)
