"""`python -m sim` is the same as `rollout`."""

from sim.cli import entry

if __name__ == "__main__":
    entry()
