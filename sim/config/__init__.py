"""From words to checked configurations, and back."""
