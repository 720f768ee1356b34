"""Who runs: what a profile tells, and nothing that it must tell."""

from loadwatch.athlete.profile import Athlete

__all__ = ["ATHLETE_NAME", "Athlete"]

ATHLETE_NAME = "athlete.toml"
