"""`rollout fit`: companies whose use goes as one's own does, and what comes next there."""
