"""One mechanism per file: its parameters, its neutral value, and `(firm, offer) -> None`."""
