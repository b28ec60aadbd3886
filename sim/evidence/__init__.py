"""Published numbers, the situations they were measured in, and what the model shows there."""
