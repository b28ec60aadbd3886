"""The week: what people and work do. Read `week.py` first, then `state.py`."""
