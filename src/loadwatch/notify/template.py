"""A ``notify.toml`` to begin with, readable by nobody else."""

from __future__ import annotations

import os
from pathlib import Path

from loadwatch.errors import NotifyError
from loadwatch.notify.targets import is_mail
from loadwatch.private_file import replacing

_TEMPLATE = """\
# Who hears of new findings. loadwatch notify test sends each target a message.
#
# A url is an address as apprise knows it (https://appriseit.com/services/).
# It holds a password or is one, so keep it elsewhere:
#   file:NAME   a file beside this one (or a full path) that only you can read
#   env:NAME    an environment variable
# An address may stand here itself, if nobody else can read this file.

# Called with a plain GET after each run in which nothing failed, for a service
# that tells you when it stops hearing from this machine.
# heartbeat = "file:heartbeat.url" # like https://hc.example.org/ping/1234
# timeout_s = 20                   # for how long a target may take to answer

{tables}"""
_MAIL = """\
[[target]]
name = "mail"
url = "file:mail.url"              # like mailtos://me:password@mail.example.org
level = "caution"                  # the least it hears of; or info, or warning
digest = "monday"                  # a weekly overview; leave it out for none
detail = true                      # what was found is in the message
report = true                      # the whole report is attached; mail only
"""
_PHONE = """\
[[target]]
name = "phone"
url = "file:phone.url"             # like ntfys://ntfy.example.org/my-topic
level = "caution"                  # the least it hears of; or info, or warning
detail = false                     # true: what was found is in the message
"""


def begin(path: Path, url: str | None = None) -> list[Path]:
    """Write the file, and the address of a target if it was told.

    Parameters
    ----------
    path : Path
        Of the file; it must not exist.
    url : str, optional
        The address; mail or any other; without it, both targets are commented out.

    Returns
    -------
    list of Path
        What was written.

    Raises
    ------
    NotifyError
        If one of them exists or cannot be written.
    """
    tables = {"mail": _MAIL, "phone": _PHONE}
    name = "mail" if url is None or is_mail(url) else "phone"
    beside = path.with_name(f"{name}.url")
    written = [path] if url is None else [beside, path]
    for each in written:
        if os.path.lexists(each):
            raise NotifyError(f"there is a file {each} already; it stays as it is")
    shown = [
        table if key == name and url is not None else _commented(table)
        for key, table in tables.items()
    ]
    contents = {path: _TEMPLATE.format(tables="\n".join(shown)), beside: f"{url}\n"}
    for each in written:
        try:
            with replacing(each, "a file", NotifyError) as file:
                file.write(contents[each].encode())
        except OSError as error:
            raise NotifyError(f"{each} cannot be written: {error.strerror or error}") from error
    return written


def _commented(table: str) -> str:
    return "".join(f"# {line}\n" for line in table.splitlines())
