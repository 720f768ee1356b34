"""How pain behaved in the 24 hours of a session, in the words of the pain-monitoring model."""

from __future__ import annotations

from dataclasses import dataclass

from loadwatch.language import _


@dataclass(frozen=True, slots=True)
class PainResponse:
    """Pain of a session and of the morning after it.

    Parameters
    ----------
    highest : float or None
        Most of what was entered. [0-10]
    is_above_limit : bool
        Whether something entered is above the limit of the model.
    is_settled : bool or None
        Whether it had settled by the next morning; None is not known.
    limit : float
        The limit that was used. [0-10]
    """

    highest: float | None
    is_above_limit: bool
    is_settled: bool | None
    limit: float

    @property
    def words(self) -> str:
        """What was observed, as a report says it; empty where no pain was entered."""
        if self.highest is None:
            return ""
        settled = {
            True: _("settled by next morning"),
            False: _("not settled by next morning"),
            None: _("settling not known"),
        }[self.is_settled]
        return (
            _("above {limit:g}; {settled}").format(limit=self.limit, settled=settled)
            if self.is_above_limit
            else settled
        )


def pain_response(
    during: float | None,
    after: float | None,
    next_morning: float | None,
    *,
    limit: float = 5.0,
    settled_at: float = 2.0,
) -> PainResponse:
    """Whether pain stayed at 5 of 10 or below, and had settled by the next morning.

    Settled is a next morning in the lowest zone of the model, and not above what was felt during
    and after the session. The model was made for tendons and is not validated for the back.

    Parameters
    ----------
    during, after, next_morning : float or None
        Pain as entered; None is not known. [0-10]
    limit : float, default 5.0
        Most that the model allows during and after a session. [0-10; Silbernagel 2007]
    settled_at : float, default 2.0
        Upper end of its lowest zone. [0-10; Thomee 1997]

    References
    ----------
    Thomee 1997; Silbernagel 2007, doi 10.1177/0363546506298279.
    """
    session = [pain for pain in (during, after) if pain is not None]
    told = [*session, *([] if next_morning is None else [next_morning])]
    settled: bool | None = None
    if next_morning is not None:
        if next_morning > settled_at or (session and next_morning > max(session)):
            settled = False
        elif session:
            settled = True
    highest = max(told, default=None)
    return PainResponse(highest, highest is not None and highest > limit, settled, limit)
