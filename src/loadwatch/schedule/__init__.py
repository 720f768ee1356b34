"""The nightly job: written for systemd, cron, launchd or Windows, shown first, taken away whole."""

from loadwatch.schedule.backends import Backend, Installed, all_backends, chosen
from loadwatch.schedule.job import Job, checked, nightly_command
from loadwatch.schedule.machine import Machine, this_machine
from loadwatch.schedule.plan import Plan, carry_out, told

__all__ = [
    "Backend",
    "Installed",
    "Job",
    "Machine",
    "Plan",
    "all_backends",
    "carry_out",
    "checked",
    "chosen",
    "nightly_command",
    "this_machine",
    "told",
]
