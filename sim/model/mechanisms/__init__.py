"""One mechanism per file: its parameters, its neutral value, and `(state, offer) -> None`."""
