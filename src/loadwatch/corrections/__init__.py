"""What a person sets right: recordings that tell something wrong, findings that are known."""

from loadwatch.corrections.entries import (
    FIELDS,
    NEVER_ACKNOWLEDGED,
    Acknowledgement,
    Correction,
    checked_acknowledgement,
    checked_correction,
    overlaid,
)
from loadwatch.corrections.file import (
    ACKNOWLEDGED_NAME,
    CORRECTIONS_NAME,
    Told,
    keep_acknowledgements,
    keep_corrections,
    read_told,
)

__all__ = [
    "ACKNOWLEDGED_NAME",
    "CORRECTIONS_NAME",
    "FIELDS",
    "NEVER_ACKNOWLEDGED",
    "Acknowledgement",
    "Correction",
    "Told",
    "checked_acknowledgement",
    "checked_correction",
    "keep_acknowledgements",
    "keep_corrections",
    "overlaid",
    "read_told",
]
