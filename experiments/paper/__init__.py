"""A paper's methods and results, from nothing: see `__main__`."""
