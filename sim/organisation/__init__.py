"""Who works where and who knows whom."""
