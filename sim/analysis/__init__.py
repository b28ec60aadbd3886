"""From numbers to statements, without files and words."""
