"""Vary parameters: every point, strategy and seed."""
