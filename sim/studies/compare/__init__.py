"""Compare strategies over many seeds."""
