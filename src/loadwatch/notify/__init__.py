"""Telling somebody elsewhere: what is new, to whom, in which words, and that it was told."""
