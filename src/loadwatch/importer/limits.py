"""What reading one file may take, before it is given up and the others go on."""

from __future__ import annotations

from dataclasses import dataclass

from loadwatch.formats._base import MIB

MB = 1_000_000


@dataclass(frozen=True)
class Limits:
    """Bounds of a reading process. The defaults are choices, far above what real files need.

    Parameters
    ----------
    wall_s : float
        Time for a file, or for one member of an archive; the same again in processor time,
        where the system can tell. The slowest real file takes about a second. [s]
    wall_s_per_mib : float
        More of it for each MiB of the file. [s/MiB]
    memory_bytes : int
        What a reading process may add to what it needs at rest; counted on Linux only. [bytes]
    answer_bytes : int
        What one file, or one member of an archive, may give. [bytes]
    start_s : float
        Time for a reading process to be ready. [s]
    """

    wall_s: float = 60.0
    wall_s_per_mib: float = 1.0
    memory_bytes: int = 700 * MB
    answer_bytes: int = 64 * MIB
    start_s: float = 60.0

    def time_s(self, size_bytes: int) -> float:
        """Time for a file of a size. [s]"""
        return self.wall_s + self.wall_s_per_mib * size_bytes / MIB
