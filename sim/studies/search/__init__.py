"""Looking for strategies: levers, doses and dates that are good in many companies at once."""
