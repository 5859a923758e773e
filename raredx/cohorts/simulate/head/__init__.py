"""The head: one mesh from the first year to old age, its sliders and its landmarks."""

from raredx.cohorts.simulate.head.build import Build
from raredx.cohorts.simulate.head.head import Head
from raredx.cohorts.simulate.head.measures import measure

__all__ = ["Build", "Head", "measure"]
