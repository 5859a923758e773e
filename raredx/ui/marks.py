"""Colours and icons with a fixed meaning, the same on every page and safe for colour-blind eyes."""

from __future__ import annotations

from raredx.jobs import Status

STATUS_COLOUR = {
    Status.QUEUED: "gray",
    Status.RUNNING: "blue",
    Status.DONE: "green",
    Status.FAILED: "red",
    Status.CANCELLED: "gray",
    Status.LOST: "orange",
}
STATUS_ICON = {
    Status.QUEUED: ":material/schedule:",
    Status.RUNNING: ":material/play_circle:",
    Status.DONE: ":material/check_circle:",
    Status.FAILED: ":material/error:",
    Status.CANCELLED: ":material/cancel:",
    Status.LOST: ":material/help:",
}

ORIGIN_INK = {"real": "#0072B2", "simulated": "#009E73", "synthetic": "#E69F00"}  # in charts
ORIGIN_COLOUR = {"real": "blue", "simulated": "green", "synthetic": "orange"}
ORIGIN_ICON = {
    "real": ":material/photo_camera:",
    "simulated": ":material/view_in_ar:",
    "synthetic": ":material/auto_awesome:",
}
VERDICT_COLOUR = {"sound": "green", "note": "gray", "warning": "orange", "error": "red"}
VERDICT_ICON = {
    "sound": ":material/check_circle:",
    "note": ":material/info:",
    "warning": ":material/warning:",
    "error": ":material/error:",
}
