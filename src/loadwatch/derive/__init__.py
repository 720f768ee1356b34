"""Activity → session row: cleaning, gaits, impacts, sums."""
