"""A new rule from a few answers: its limit, its condition, and the examples that show what it decides."""
