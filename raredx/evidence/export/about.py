"""What an export says of itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import raredx

LICENCE = (
    "Facts of the scoping review 'Computer Vision for Rare Diseases' (MIT, (c) 2025 Song Jie);"
    " names and codes of diseases: Orphanet (CC BY 4.0)"
)


@dataclass(frozen=True)
class About:
    """What was asked for, when, and of which catalogue."""

    what: str  # studies, or data sets
    filter: str
    address: str  # the query of the page's address that shows the same
    catalogue: str  # its version
    count: int
    date: date

    @property
    def lines(self) -> dict[str, str]:
        """Everything as names and texts, for a sheet or a comment."""
        return {
            "What": f"{self.count:,} {self.what}",
            "Filter": self.filter,
            "Address": self.address,
            "Exported": self.date.isoformat(),
            "Catalogue": self.catalogue,
            "Made by": f"RareDx Workbench {raredx.__version__}",
            "Licence": LICENCE,
            "Caution": raredx.NOT_A_DEVICE,
        }

    @property
    def note(self) -> str:
        """The same in one line, for a record that travels alone.

        >>> print(About("studies", "all studies", "", "0a1b", 772, date(2026, 1, 2)).note)
        RareDx catalogue 0a1b, exported 2026-01-02, filter: all studies
        """
        return f"RareDx catalogue {self.catalogue}, exported {self.date}, filter: {self.filter}"
