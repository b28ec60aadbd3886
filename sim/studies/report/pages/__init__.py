"""What stands on each of the ten pages: rows of tables and sentences; the template sets them."""
