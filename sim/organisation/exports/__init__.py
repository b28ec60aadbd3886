"""What a company can release, read into a folder that names nobody."""
