"""What knows no company: parameters, random numbers, compiled loops, files."""
