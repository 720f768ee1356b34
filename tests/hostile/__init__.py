"""Names that attack what shows them, through every surface."""
