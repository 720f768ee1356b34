"""Activities as bytes and back, bit for bit: what was decoded once need not be decoded again."""

from loadwatch.streams.codec import DamagedStreamsError, decoded, encoded

__all__ = ["DamagedStreamsError", "decoded", "encoded"]
