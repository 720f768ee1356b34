"""What was read of files, kept for the next look at them; may be deleted at any moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loadwatch.cache.place import cache_folder
from loadwatch.cache.tell import CacheInfo, clear, info
from loadwatch.lazily import lazily

if TYPE_CHECKING:
    from loadwatch.cache.kept import Cache
else:
    __getattr__ = lazily(__name__, {"Cache": "kept"})

__all__ = ["Cache", "CacheInfo", "cache_folder", "clear", "info"]
