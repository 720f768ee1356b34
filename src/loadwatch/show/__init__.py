"""One file, bout by bout, as a person wants to check it. Nothing here counts; it only tells."""
