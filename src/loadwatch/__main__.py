"""``python -m loadwatch``."""

from loadwatch.cli import run

if __name__ == "__main__":
    run()
