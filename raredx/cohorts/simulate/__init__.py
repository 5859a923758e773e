"""People who do not exist: a CC0 head, shaped by what is known of conditions, and photographed."""

from raredx.cohorts.simulate.compiled import keep_apart

keep_apart()
