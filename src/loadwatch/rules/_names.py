"""Rules and families that others speak of by name."""

from __future__ import annotations

SESSION_SPIKE, BASE_RATIO = "session-spike", "base-ratio"
PROGRESSION = (SESSION_SPIKE, "week-jump", "hold-before-progressing", BASE_RATIO)
"""Rules of growth between sessions and weeks: while one cannot judge, no step up is named."""
RED_FLAG_SYMPTOMS = "red-flag-symptoms"
SYMPTOMS = (RED_FLAG_SYMPTOMS, "pain-response")
"""Rules of what was felt, most urgent first."""
SYMPTOM_FAMILY, DATA_FAMILY = "LW6", "LW9"
"""How the codes of rules about symptoms, and about what is on file, begin."""
