"""Promises that hold whatever happens, in whatever order."""
