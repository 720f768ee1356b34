"""What pages share: a frame without script or network, charts, and text that stays text."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from loadwatch import language

if TYPE_CHECKING:
    from jinja2 import Environment


@functools.cache
def environment(package: str) -> Environment:
    """Templates of a package, and those here; whatever is put into one is text, never markup.

    Parameters
    ----------
    package : str
        Its name, like ``loadwatch.report.page``; its templates lie in ``templates``.
    """
    from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined  # noqa: PLC0415

    made = Environment(
        loader=ChoiceLoader([PackageLoader(package), PackageLoader("loadwatch.markup")]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(_=language._, numbered=language.numbered, language=language.code())
    return made
