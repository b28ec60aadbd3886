"""Organisations that are drawn."""
