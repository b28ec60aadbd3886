"""Fit to published numbers; what stays unidentified."""
