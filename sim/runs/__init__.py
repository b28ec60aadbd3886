"""From configurations to frames: runs, engines, the store."""
