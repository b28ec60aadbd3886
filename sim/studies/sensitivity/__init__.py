"""Which assumptions decide an outcome: screening, shares of variance, distributions."""
