"""Properties that hold for any session, drawn with Hypothesis."""
