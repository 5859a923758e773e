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
