"""What it is worth to find out before choosing: the value of information."""
