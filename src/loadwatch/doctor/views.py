"""What an examination tells, ready to be printed or written as JSON: no places in it."""

from __future__ import annotations

from dataclasses import dataclass

from loadwatch.doctor.comparison import Comparison
from loadwatch.importer.states import are_unusable


@dataclass(frozen=True)
class PartView:
    """One of the chained parts of a FIT file.

    Parameters
    ----------
    checksum : str
        ``right``, ``wrong``, ``missing`` or ``cannot be checked``.
    read, counted : dict of str to int
        Messages by kind: of those whose values are read, and of those that are only counted.
    developer_fields : tuple of str
        Names of fields that the file itself describes.
    notes : tuple of str
        What was wrong with the part, and where damage begins.
    """

    checksum: str
    read: dict[str, int]
    counted: dict[str, int]
    developer_fields: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class ActivityView:
    """One activity; None is unknown.

    Parameters
    ----------
    stretch_count : int
        Tracks or segments that its records come in.
    streams : dict of str to float
        Share of the records that have each stream. [%]
    """

    sport: str
    sub_sport: str | None
    start_time: str | None
    utc_offset_s: float | None
    duration_s: float | None
    record_count: int
    stretch_count: int
    lap_count: int
    streams: dict[str, float]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class MemberView:
    """The file itself, or one file of an archive.

    Parameters
    ----------
    name : str or None
        Name inside the archive; None for the file itself.
    format : str or None
        None where no format claims it.
    sha256 : str
        Its first digits; empty where there is no content.
    state, reason : str
        What ``analyse`` makes of it.
    """

    name: str | None
    format: str | None
    byte_count: int
    sha256: str
    state: str
    reason: str
    parts: tuple[PartView, ...] = ()
    activities: tuple[ActivityView, ...] = ()
    comparisons: tuple[Comparison, ...] = ()


@dataclass(frozen=True)
class Examination:
    """All that ``loadwatch doctor`` tells."""

    path: str
    byte_count: int
    members: tuple[MemberView, ...]

    @property
    def is_unusable(self) -> bool:
        """Whether a member is quarantined, or none is of a known format."""
        return are_unusable((member.state, member.format) for member in self.members)

    @property
    def is_in_doubt(self) -> bool:
        """Whether a second reader disagrees for no known reason, or came to no end."""
        return any(each.is_in_doubt for member in self.members for each in member.comparisons)
