"""What the runner writes round a run, for those who read its log."""

from __future__ import annotations

ENDED = r"^== (\S+ \S+) ended with (-?\d+) "
"""The last line of a run: when, and with which exit code."""
