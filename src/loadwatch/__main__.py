"""``python -m loadwatch``."""

from loadwatch.cli import app

if __name__ == "__main__":
    app()
