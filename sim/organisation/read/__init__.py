"""From text to arcs and staff."""
