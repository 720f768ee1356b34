"""Session rows → sessions, days, weeks, and the history that rules judge."""

from loadwatch.load.history import History, build_history
from loadwatch.load.sessions import sessions_table

__all__ = ["History", "build_history", "sessions_table"]
