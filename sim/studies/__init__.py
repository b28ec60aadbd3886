"""One question each: design, judgement, figures."""
