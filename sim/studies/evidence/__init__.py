"""Published numbers, and what the model shows there."""
