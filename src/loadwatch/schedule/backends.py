"""The schedulers loadwatch can write for, and which one is taken."""

from __future__ import annotations

from loadwatch.errors import ScheduleError
from loadwatch.schedule._base import Backend, Installed
from loadwatch.schedule.cron import Cron
from loadwatch.schedule.launchd import Launchd
from loadwatch.schedule.machine import Machine
from loadwatch.schedule.schtasks import Schtasks
from loadwatch.schedule.systemd import Systemd

__all__ = ["Backend", "Installed", "all_backends", "chosen"]


def all_backends(machine: Machine) -> dict[str, Backend]:
    """Every scheduler by its name, the one to prefer first."""
    found: list[Backend] = [Systemd(machine), Launchd(machine), Schtasks(machine), Cron(machine)]
    return {backend.name: backend for backend in found}


def chosen(machine: Machine, told: str | None) -> Backend:
    """The scheduler that was asked for, or the first that can be used here.

    Raises
    ------
    ScheduleError
        If none can.
    """
    backends = all_backends(machine)
    if told is not None:
        return backends[told]
    hindrances = {name: backend.hindrance() for name, backend in backends.items()}
    for name, hindrance in hindrances.items():
        if not hindrance:
            return backends[name]
    raise ScheduleError(
        f"there is no scheduler here: {'; '.join(dict.fromkeys(hindrances.values()))}"
    )
