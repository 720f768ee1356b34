"""Every error loadwatch raises on purpose. Each says what, where, and what to do next."""

from __future__ import annotations


class LoadwatchError(Exception):
    """Root of all errors raised on purpose."""


class FileError(LoadwatchError):
    """An input file that gives nothing to analyse.

    Parameters
    ----------
    what : str
        What is wrong with it, as one plain sentence without the file's name.
    hint : str
        What the user can do next; may be empty.
    """

    def __init__(self, what: str, hint: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.hint = hint

    @property
    def reason(self) -> str:
        """The sentence and the hint, as a report prints them."""
        return f"{self.what}; {self.hint}" if self.hint else self.what


class NotAnActivityError(FileError):
    """A sound file that holds no recorded activity (settings, course, workout, planned route)."""


class DamagedFileError(FileError):
    """A file so damaged that nothing of it can be used."""


class AheadOfNowError(DamagedFileError):
    """A recording that begins after today.

    Parameters
    ----------
    what, hint : str
        As of every such error.
    until_s : float
        Unix time from which it can be true. [s]
    """

    def __init__(self, what: str, hint: str, until_s: float) -> None:
        super().__init__(what, hint)
        self.until_s = until_s


class UnknownFormatError(FileError):
    """A file in no format that loadwatch reads."""


class LimitError(FileError):
    """A file over one of the limits that keep reading bounded."""


class NothingThereError(LoadwatchError):
    """A day or a session that was asked for is not in what was read."""


class DiaryError(LoadwatchError):
    """A diary that cannot be written, or an entry that cannot be true."""


class CorrectionError(LoadwatchError):
    """A correction or an acknowledgement that cannot be true, or cannot be written."""


class AthleteError(LoadwatchError):
    """A profile that cannot be true, or that asks for what does not exist."""


class LadderError(LoadwatchError):
    """A ladder of one's own that cannot be used, or one that does not exist."""


class WorkerError(LoadwatchError):
    """No reading process can be started.

    Parameters
    ----------
    why : str
        What the system or the processes said.
    """

    def __init__(self, why: str) -> None:
        super().__init__(
            f"no process that reads files could be started ({why}); "
            "end other programs, or ask for one such process with --jobs 1"
        )


class NotifyError(LoadwatchError):
    """A message that cannot be sent, or a target that cannot be used; never holds a secret."""


class ScheduleError(LoadwatchError):
    """A nightly job that cannot be set up, looked at or taken away here."""


class LibraryError(LoadwatchError):
    """A library that cannot be used as it is."""


class LibraryMissingError(LibraryError):
    """There is no library yet."""


class LibraryEmptyError(LibraryError):
    """A library in which there is nothing, not even the beginning of an import."""


class LibraryHeldError(LibraryError):
    """Another loadwatch writes to the library."""


class FoldersAwayError(LibraryError):
    """None of the folders that would be imported is there."""


class LibraryNewerError(LibraryError):
    """A library that a later loadwatch has written."""


class LibraryDamagedError(LibraryError):
    """A library whose file, or one reading in it, is not what was written."""


class CacheError(LoadwatchError):
    """A cache that cannot be used or taken away; files are then read as if there were none."""


class LaterCacheError(CacheError):
    """A cache that a later loadwatch has written."""
