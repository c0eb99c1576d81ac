"""Finds, in the syntax trees of a patch's files, what it does to the tests and to what judges them.

Standard library only, Python 3.8 to 3.14. Nothing of the project is imported or run: its files come as text.
"""
