"""What time and memory does Apple Health's export take, in its zip and unpacked?

An export is made up (`_apple_export.py`). The memory of the command and of its processes is added
up every few milliseconds from /proc. Linux only.

    python benchmarks/apple.py [--size 300] [--folder FOLDER]
"""

from __future__ import annotations

import argparse
import tempfile
import zipfile
from pathlib import Path

from _apple_export import write
from _commands import print_load
from _corpus import heading
from archive import ran

MEMBER = "apple_health_export/export.xml"


def measure(place: Path, size: int) -> None:
    """Print what reading took."""
    plain, packed = place / "export.xml", place / "export.zip"
    with plain.open("wb") as file:
        days, workouts = write(file, size)
    written = plain.stat().st_size
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(plain, MEMBER)
    print(
        f"{written / 1e6:,.0f} MB of XML, {packed.stat().st_size / 1e6:,.1f} MB in its zip: "
        f"{days:,} days, {workouts:,} workouts\n"
    )
    print(f"{'':<28}{'s':>8}{'MB/s':>8}{'MB, all':>9}{'largest':>9}")
    library = str(place / "library")
    for name, words in {
        "analyse the zip": ("analyse", str(packed), "--no-cache"),
        "analyse the XML itself": ("analyse", str(plain), "--no-cache"),
        "import the zip": ("import", str(packed), "--library", library),
        "import it again": ("import", str(packed), "--library", library),
    }.items():
        found = ran(*words)
        speed = written / 1e6 / found.wall_s
        print(
            f"{name:<28}{found.wall_s:>8.1f}{speed:>8.1f}"
            f"{found.peak_mb:>9.0f}{found.largest_mb:>9.0f}"
        )


def main() -> None:
    """Make an export and read it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--size", type=int, default=300, help="of the XML [MB]")
    parser.add_argument("--folder", type=Path, help="where there is room for it")
    told = parser.parse_args()
    heading("Apple Health's export", told.size, of="MB")
    print_load("beginning")
    print()
    with tempfile.TemporaryDirectory(dir=told.folder) as place:
        measure(Path(place), told.size * 1_000_000)
    print()
    print_load("end")


if __name__ == "__main__":
    main()
