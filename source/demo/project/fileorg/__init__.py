"""Sorts scanned papers into the folders they belong in."""

__version__ = "0.2.0"
