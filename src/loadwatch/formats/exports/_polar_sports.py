"""Polar's numbers for sports → FIT's words."""

from __future__ import annotations

from loadwatch.formats._sport_words import Sport

SPORTS: dict[str, Sport] = {
    "1": ("running", None),
    "2": ("cycling", None),
    "3": ("walking", None),
    "4": ("running", None),
    "5": ("cycling", "mountain"),
    "6": ("cross_country_skiing", None),
    "7": ("alpine_skiing", None),
    "8": ("rowing", None),
    "9": ("walking", None),
    "10": ("inline_skating", None),
    "11": ("hiking", None),
    "15": ("training", "strength_training"),
    "17": ("running", "treadmill"),
    "18": ("cycling", "indoor_cycling"),
    "19": ("running", None),
    "22": ("snowboarding", None),
    "23": ("swimming", None),
    "24": ("cross_country_skiing", None),
    "25": ("cross_country_skiing", None),
    "27": ("running", "trail"),
    "28": ("ice_skating", None),
    "29": ("inline_skating", None),
    "33": ("training", "yoga"),
    "36": ("running", "track"),
    "38": ("cycling", "road"),
    "103": ("swimming", None),
    "105": ("swimming", None),
}
"""The numbers that a public description of the export names, and those of Polar's own list."""
NOT_ON_FOOT = ("training", None)
"""For any other number: games, dance, gym. Told as training, so that no load is made of it."""
