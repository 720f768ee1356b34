"""Whether a name that was told earlier is that of a finding now."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from loadwatch.rules._base import Finding

SAME_EPISODE = timedelta(days=7)
"""Two episodes of one rule begin more than this apart. [house decision 14]"""
_NAMED = re.compile(r"(.+)-(\d{8})")


def same_episode(finding: Finding, told: str) -> bool:
    """Whether a name is that of a finding, or of the same episode before late files moved it.

    Files that arrive late can move the first day of an episode, and with it its name; it is still
    the same one where the day it was told by lies in it or within a week before it.
    """
    named = _NAMED.fullmatch(told)
    if told == finding.finding_id or named is None or named[1] != finding.code:
        return told == finding.finding_id
    try:
        day = datetime.strptime(named[2], "%Y%m%d").date()  # noqa: DTZ007  (a day, not a time)
    except ValueError:
        return False
    return finding.period_start - SAME_EPISODE <= day <= finding.period_end
