"""One file looked at closely, and read a second time by a well-known library.

``examine`` reads a file as ``analyse`` does and tells what is in it; ``fit`` and ``gpx`` compare
with fitdecode and gpxpy, in a process of their own that ``child`` watches over; ``text`` renders.
"""
