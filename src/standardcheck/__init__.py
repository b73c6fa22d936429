"""Check construction plans against standards written as data, and show why."""

__version__ = "0.1.0"
