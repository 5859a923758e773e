"""The words that tell what is counted, and for which purpose."""

from __future__ import annotations

PARTS = ("train", "validation", "test", "external")
PEOPLE = ("patients", "cases", "subjects")

_NOUNS = {
    "patients": "patient patients",
    "cases": "case cases",
    "subjects": "subject subjects participant participants individual individuals people person"
    " persons volunteers infants infant children neonates fetuses adults controls women men"
    " females males families members twins newborns",
    "images": "image images photograph photographs photos pictures radiographs x-rays cxrs rfis"
    " micrographs figures mammograms",
    "scans": "scan scans mris cts volumes",
    "examinations": "examination examinations exams studies records visits sessions",
    "slices": "slice slices b-scans sections",
    "slides": "slide slides wsis",
    "recordings": "video videos clips recordings sequences ecgs eegs signals",
    "frames": "frame frames",
    "patches": "patch patches tiles rois crops regions",
    "eyes": "eye eyes",
    "samples": "sample samples specimens biopsies instances points sera spectra",
    "cells": "cell cells",
    "lesions": "lesion lesions nodules tumors tumours",
}
UNIT = {noun: unit for unit, nouns in _NOUNS.items() for noun in nouns.split()}
ROLE = {
    **dict.fromkeys(("training", "train", "development", "discovery", "derivation"), "train"),
    **dict.fromkeys(("validation", "tuning"), "validation"),
    **dict.fromkeys(("test", "testing"), "test"),
    "external": "external",
    **dict.fromkeys(("total", "overall"), "total"),
}
_LINKING = (
    "of n is was size set sets cohort dataset data group a sample samples included includes"
    " contains contained with number the in for used and internal independent approximately about"
    " consists"
)
LINKS = frozenset(_LINKING.split())
PLUS = ("+", "and", "&", "vs")
OTHER = ("augmentation", "augmented", "expanded", "each", "per", "excluded", "→", "repetitions")
