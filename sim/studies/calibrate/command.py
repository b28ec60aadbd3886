"""`rollout calibrate`: fit the model to published numbers, and say what they do not identify."""

from __future__ import annotations

import sys
import time

from sim.base.params import ConfigError
from sim.config.words import Arguments

HELP = """\
usage: rollout calibrate [key=value ...]

Fits the parameters that published numbers speak about (approximate Bayesian computation
with a stand-in for the simulator) and says which parameters they do not identify. Needs
the extra `evidence`. Results go to ./results/calibrate unless out= says otherwise:
posterior.parquet (weighted draws and what the model showed for each), draws.parquet (200
equally weighted draws), conf/study/calibrated.yaml (a typical draw, a preset for study=),
targets.csv, parameters.csv, particles.parquet, calibration.md, figures/. What is measured
is kept in measured.npz: the same command goes on where it was stopped.

keys:
  particles=N    particles of the first wave (default 800)
  wave=N         particles of each of four further waves (default 150)
  draws=N        draws of the posterior that are simulated (default 350)
  recover=N      planted truths for the check of recovery (default 40, 0 for none)
  companies=N    companies of 500 people per particle (default 3)
  evidence=FILE  further targets of your own (rollout evidence --help)
  seed=N         seed of the design and of all draws
  workers=N      processes at the same time (default: one per processor)
  out=DIR        folder for the results
  quiet=BOOL     say nothing
  KEY=VALUE      any other parameter, held fixed at this value

examples:
  rollout calibrate
  rollout calibrate particles=200 wave=60 draws=100 recover=0 companies=1 out=first_look
  rollout evidence check --config-dir results/calibrate/conf study=calibrated
"""

OWN = ("particles", "wave", "draws", "recover", "companies", "evidence")


def main(arguments: Arguments) -> int:
    """Run the command."""
    from sim.base.files import results_folder
    from sim.config.load import load, load_settings
    from sim.config.options import take, whole
    from sim.studies.calibrate.calibrate import Plan, calibrate
    from sim.studies.calibrate.weights import WALKERS
    from sim.studies.evidence.table import with_file

    own, words = take(arguments.words, OWN)
    settings = load_settings(words, arguments.config_dir)
    seed = load(words, config_dir=arguments.config_dir).seed
    steering = ("seed", "workers", "out", "quiet")
    fixed = tuple(word for word in words if word.partition("=")[0] not in steering)
    fitted = [word for word in fixed if word.partition("=")[0] in _fitted()]
    if fitted:
        raise ConfigError(f"{fitted[0]} is fitted; only other parameters can be held fixed")
    rows = with_file(own.get("evidence"))
    plan = Plan(
        particles=whole(own, "particles", Plan.particles, WALKERS + 8, 1_000_000),
        wave=whole(own, "wave", Plan.wave, 1, 50_000),
        draws=whole(own, "draws", Plan.draws, 20, 50_000),
        recover=whole(own, "recover", Plan.recover, 0, 10_000),
        companies=whole(own, "companies", Plan.companies, 1, 100),
        seed=seed,
        workers=settings.worker_count(),
    )
    started = time.time()
    with results_folder(settings.folder("calibrate"), "calibrate", settings.quiet) as out:
        from sim.runs.provenance import write_provenance
        from sim.studies.calibrate.files import write

        tell = (lambda _: None) if settings.quiet else _tell
        found = calibrate(rows, plan, fixed, tell, out)
        summary = write(out, found, rows, fixed, plan)
        how = {"command_line": arguments.line, "workers": plan.workers}
        write_provenance(out, started, [seed], how)
    if not settings.quiet:
        print(f"{summary}\nresults in {out}")
    return 0


def _fitted() -> tuple[str, ...]:
    from sim.analysis.priors import FITTED

    return FITTED


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
