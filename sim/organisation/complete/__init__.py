"""What files do not say, filled in."""
