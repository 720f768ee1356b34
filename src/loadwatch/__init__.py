"""loadwatch: run, walk, impacts and progression from what a running watch exports."""

__version__ = "0.1.0"
