"""systemd: a service and a timer of the user's own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from loadwatch.errors import ScheduleError
from loadwatch.schedule._base import Installed, words_of_code
from loadwatch.schedule.job import DELAY_S, LIMIT_S, NICE, Job, clock_of, label_of, marker_of
from loadwatch.schedule.machine import Machine
from loadwatch.schedule.plan import DeleteFile, MakeFolder, Plan, Run, Step, WriteFile, is_ours

FOUND_SOMETHING = 10
SHARED_FOLDERS = (Path("/tmp"), Path("/var/tmp"))  # noqa: S108 - kept from the job, not used.
ALWAYS = """\
Type=oneshot
SuccessExitStatus={success}
Nice={nice}
IOSchedulingClass=idle
TimeoutStartSec={limit}
SyslogIdentifier=loadwatch
UMask=0077
NoNewPrivileges=yes
LockPersonality=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
SystemCallArchitectures=native
"""


WALLS = ("PrivateUsers=yes", "ProtectSystem=strict")
"""What needs user namespaces, which some systems keep from their users."""


@dataclass(frozen=True)
class Systemd:
    """The user's systemd."""

    machine: Machine
    name: str = "systemd"

    def hindrance(self) -> str:
        """Why it cannot be used here."""
        if not self.machine.has("systemctl"):
            return "there is no systemctl here"
        answer = self.machine.ask(("systemctl", "--user", "show-environment"))
        return f"systemd does not answer for this user ({answer.reason})" if answer.code else ""

    def plan(self, job: Job) -> Plan:
        """Two unit files; then systemd reads them and starts the timer."""
        service, timer = self._files(job.name)
        has_walls = self._has_walls()
        texts = ((service, service_text(job, has_walls=has_walls)), (timer, timer_text(job)))
        for path, _ in texts:
            is_ours(path, marker_of(job.name))
        return Plan(
            (
                MakeFolder(job.folder),
                *(WriteFile(path, text.encode(), text) for path, text in texts),
                Run(("systemctl", "--user", "daemon-reload")),
                Run(("systemctl", "--user", "enable", timer.name)),
                # Restarted, so that a timer that runs already takes a changed time.
                Run(("systemctl", "--user", "restart", timer.name)),
            )
        )

    def installed(self, name: str) -> Installed | None:
        """What the unit files say, and what systemd says of them."""
        service, timer = self._files(name)
        if not _is_there(service, name) or not _is_there(timer, name):
            return None
        clock = re.search(r"^OnCalendar=\*-\*-\* (\d\d:\d\d):00$", _text(timer), flags=re.M)
        command = re.search(r"^ExecStart=(.*)$", _text(service), flags=re.M)
        active = self._shown(timer.name, "ActiveState")
        return Installed(
            clock_of(clock[1]) if clock else None,
            command[1] if command else "",
            str(timer),
            last=self._last(service.name),
            problem="" if active == "active" else
            f"systemd does not wait for it (its state is {active or 'unknown'})",
            log=f"journalctl --user -u {service.name}",
        )  # fmt: skip

    def removal(self, name: str) -> Plan:
        """The timer stops, and the files that carry our marker go."""
        files = [path for path in self._files(name) if is_ours(path, marker_of(name))]
        if not files:
            return Plan()
        timer = self._files(name)[1].name
        steps: list[Step] = [Run(("systemctl", "--user", "disable", "--now", timer), may_fail=True)]
        wanted = self._folder / "timers.target.wants" / timer
        steps += [DeleteFile(path) for path in files]
        steps += [DeleteFile(wanted)] if wanted.is_symlink() else []
        steps.append(Run(("systemctl", "--user", "daemon-reload"), may_fail=True))
        return Plan(tuple(steps))

    def remarks(self) -> list[str]:
        """Catching up, and lingering."""
        told = ["A night that was slept through is made up for as soon as the computer is awake."]
        if not self._has_walls():
            told.append(
                "This system keeps user namespaces from its users, so systemd cannot hold the job "
                "to its own folder; what else it can forbid it does."
            )
        asked = ("loginctl", "show-user", self.machine.user, "--property=Linger", "--value")
        answer = self.machine.ask(asked)
        if answer.code == 0 and answer.out.strip() == "yes":
            told.append(
                "Lingering is on: the job runs whether you are logged in or not; to run it only "
                "while you are, loginctl disable-linger."
            )
        else:
            state = "off" if answer.code == 0 else "not known to be on"
            told.append(
                f"Lingering is {state}: the job runs only while you are logged in (and is made up "
                "for when you next log in); to run it always, loginctl enable-linger."
            )
        return told

    def _has_walls(self) -> bool:
        """Whether systemd can hold a user's job to one folder here.

        It is tried, with a shell that looks whether it could write: on some systems the walls
        fail, on others they are left out without a word.
        """
        if self.hindrance():
            return True
        walls = [part for wall in (*WALLS, "PrivateNetwork=yes") for part in ("-p", wall)]
        tried = ("systemd-run", "--user", "--wait", "--collect", "--quiet", *walls)
        return self.machine.ask((*tried, "sh", "-c", '! test -w "$HOME"')).code == 0

    @property
    def _folder(self) -> Path:
        return self.machine.config / "systemd" / "user"

    def _files(self, name: str) -> tuple[Path, Path]:
        label = label_of(name)
        return self._folder / f"{label}.service", self._folder / f"{label}.timer"

    def _shown(self, unit: str, what: str) -> str:
        asked = ("systemctl", "--user", "show", unit, f"--property={what}", "--value")
        answer = self.machine.ask(asked)
        return answer.out.strip() if answer.code == 0 else ""

    def _last(self, service: str) -> str:
        when = self._shown(service, "ExecMainExitTimestamp")
        code = self._shown(service, "ExecMainStatus")
        if not when or not code.isdecimal():
            return ""
        if self._shown(service, "Result") == "timeout":
            code = "124"
        return f"{when}: {words_of_code(int(code))}"


def service_text(job: Job, *, has_walls: bool = True) -> str:
    """The service: what runs, and all that it may not do."""
    limits = ALWAYS.format(success=FOUND_SOMETHING, nice=NICE, limit=LIMIT_S)
    words = [quoted(f":{job.command[0]}"), *map(quoted, job.command[1:])]
    reach = "".join(f"{line}\n" for line in _reach(job, has_walls))
    return (
        f"# {marker_of(job.name)}\n"
        "# Written by loadwatch schedule install; loadwatch schedule remove takes it away.\n"
        "[Unit]\n"
        f"Description=loadwatch, the night of {_escaped(job.name)}\n\n"
        "[Service]\n"
        # The colon keeps $ as it is.
        f"ExecStart={' '.join(words)}\n"
        f"{limits}{reach}"
    )


def timer_text(job: Job) -> str:
    """The timer: every day, made up for after sleep, not to the second."""
    return (
        f"# {marker_of(job.name)}\n"
        "# Written by loadwatch schedule install; loadwatch schedule remove takes it away.\n"
        "[Unit]\n"
        f"Description=loadwatch, every night for {_escaped(job.name)}\n\n"
        "[Timer]\n"
        f"OnCalendar=*-*-* {job.at:%H:%M}:00\n"
        "Persistent=true\n"
        f"RandomizedDelaySec={DELAY_S}\n"
        "AccuracySec=1m\n\n"
        "[Install]\n"
        "WantedBy=timers.target\n"
    )


def quoted(word: str) -> str:
    """A word as it stands in a unit file."""
    return f'"{_escaped(word)}"'


def _escaped(word: str) -> str:
    return word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")


def _reach(job: Job, has_walls: bool) -> Iterator[str]:
    """Which files and connections it can reach."""
    families = "AF_UNIX AF_INET AF_INET6" if job.needs_network else "AF_UNIX"
    yield f"RestrictAddressFamilies={families}"
    if not has_walls:
        return
    yield from WALLS
    yield f"ReadWritePaths={quoted(str(job.folder))}"
    for path in job.writes:
        # The minus lets the job run while the folder is not there.
        yield f"ReadWritePaths={quoted(f'-{path}')}"
    needed = (Path(job.command[0]), job.folder, *job.reads)
    if any(path.is_relative_to(shared) for path in needed for shared in SHARED_FOLDERS):
        yield f"ReadWritePaths={' '.join(map(str, SHARED_FOLDERS))}"
    else:
        yield "PrivateTmp=yes"
    if not job.needs_network:
        yield "PrivateNetwork=yes"


def _is_there(path: Path, name: str) -> bool:
    try:
        return is_ours(path, marker_of(name))
    except ScheduleError:
        return False


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")
