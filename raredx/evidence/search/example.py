"""A small list to try the screening on: six invented records, and one of the catalogue's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

NAME = "invented.nbib"
_INVENTED = """\
PMID- 900000001
TI  - Counting eyelashes: deep learning for Kabuki syndrome in drawings.
AB  - Kabuki syndrome (KS) was drawn by twelve people. A convolutional neural
      network told KS from other faces in drawings that nobody has made.
TA  - J Invent Stud
DP  - 2026 Jan

PMID- 900000002
TI  - A U-Net that looks for ROP in imagined fundus photographs.
TA  - J Invent Stud
DP  - 2026 Feb
LID - 10.9999/invented.2 [doi]

PMID- 900000003
TI  - A U-Net that looks for ROP in imagined fundus photographs
TA  - Preprints Nobody Wrote
DP  - 2025 Dec

PMID- 900000004
TI  - The price of bread in families with cystic fibrosis: an invented survey.
TA  - J Invent Stud
DP  - 2026

PMID- 900000005
TI  - Image segmentation of clouds over a town that does not exist.
TA  - J Invent Stud
DP  - 2026

TI  - A record that has lost its number.
DP  - 2026
"""


def example_list(studies: Sequence[Mapping[str, str]]) -> bytes:
    """The list as PubMed would save it, with the first study that has a PMID.

    >>> example_list([{"pmid": "7", "title": "Teeth"}]).decode().splitlines()[-2:]
    ['PMID- 7', 'TI  - Teeth']
    """
    known = next(study for study in studies if study["pmid"])
    return f"{_INVENTED}\nPMID- {known['pmid']}\nTI  - {known['title']}\n".encode()
