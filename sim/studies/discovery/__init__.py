"""Scenario discovery: in which companies one strategy beats another."""
