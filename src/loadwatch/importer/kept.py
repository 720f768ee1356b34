"""What import needs of a place where readings are kept, so that files need not be read again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from loadwatch.athlete import Athlete
from loadwatch.importer.states import Reading


class Kept(Protocol):
    """Readings of contents; none of its methods raises where it fails, it then knows nothing."""

    def known(
        self, files: Sequence[Path], athlete: Athlete, *, with_segments: bool
    ) -> dict[int, list[Reading]]:
        """Readings of those files that need not be read, by their positions."""
        ...

    def keep(self, path: Path, readings: Sequence[Reading], athlete: Athlete) -> None:
        """Take what a file gave."""
        ...

    def members(self, athlete: Athlete) -> frozenset[str]:
        """What members of archives go by of which readings are kept."""
        ...

    def with_members(self, readings: Sequence[Reading], athlete: Athlete) -> list[Reading] | None:
        """The same, with what is kept of those that are known; None if not all of it is left."""
        ...

    def keep_members(self, readings: Sequence[Reading], athlete: Athlete) -> None:
        """Take what members of an archive gave."""
        ...

    def flush(self) -> None:
        """Write down what was taken."""
        ...
