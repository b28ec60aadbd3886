"""Which strategy one would choose: many companies, one rule, regret, fronts and prices."""
