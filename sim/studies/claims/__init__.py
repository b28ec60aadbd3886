"""The 23 claims as experiments that can refute them: registry, runs, verdicts, report."""
