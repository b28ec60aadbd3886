"""The report that people decide with: ten pages, from both kinds of companies."""
