"""`rollout completion`: a script for a shell that completes commands, keys, groups and presets."""

from __future__ import annotations

from sim.base.params import require_known
from sim.cli.commands import COMMANDS
from sim.config.words import Arguments

BASH = """\
_rollout() {
  local line="${COMP_LINE:0:COMP_POINT}" words="$_rollout_words"
  local word="${line##* }"
  [[ "${line% *}" == *' '* ]] || words="$_rollout_commands"
  COMPREPLY=($(compgen -W "$words" -- "$word"))
  [[ "${COMPREPLY[0]}" == *= ]] && compopt -o nospace
  local before="${word%"${word##*=}"}"
  COMPREPLY=("${COMPREPLY[@]#"$before"}")
}
complete -o default -F _rollout rollout
"""
ZSH = """\
_rollout() {
  if (( CURRENT == 2 )); then
    compadd -- ${=_rollout_commands}
  else
    local -a all=(${=_rollout_words})
    compadd -S '' -- ${(M)all:#*=}
    compadd -- ${all:#*=}
    _files
  fi
}
compdef _rollout rollout
"""
FISH = """\
complete -c rollout -n __fish_use_subcommand -f -a "$_rollout_commands"
complete -c rollout -n "not __fish_use_subcommand" -a "$_rollout_words"
"""
SHELLS = {"bash": BASH, "zsh": ZSH, "fish": FISH}


def main(arguments: Arguments) -> int:
    """Run the command."""
    (shell,) = arguments.take_words(1, 1)
    require_known("shell", shell, SHELLS)
    print(script(shell), end="")
    return 0


def script(shell: str) -> str:
    """The script for a shell: two lists of words, and how to offer them."""
    commands, words = " ".join(COMMANDS), " ".join(_words())
    if shell == "fish":
        lists = f'set -g _rollout_commands "{commands}"\nset -g _rollout_words "{words}"\n'
    else:
        lists = f'_rollout_commands="{commands}"\n_rollout_words="{words}"\n'
    head = "#compdef rollout\n" if shell == "zsh" else ""
    return head + lists + SHELLS[shell]


def _words() -> list[str]:
    from sim.config.catalogue import catalogue
    from sim.config.public import GROUPS
    from sim.config.spelling import keys_of, presets

    chosen = [f"{group}={name}" for group in GROUPS for name in presets(group)]
    keys = [f"{key}=" for key in sorted({*catalogue().run, *keys_of()} - set(GROUPS))]
    return [*chosen, *keys, "--config-dir", "--help"]
