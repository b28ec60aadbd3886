"""Patterns and numbers that nothing was fitted to."""
