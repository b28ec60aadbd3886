"""Where Hydra finds files of a user: each is checked before Hydra sees what it says."""

from __future__ import annotations

from pathlib import Path

from hydra._internal.core_plugins.file_config_source import FileConfigSource
from hydra._internal.sources_registry import SourcesRegistry
from hydra.plugins.config_source import ConfigLoadError, ConfigResult, ConfigSource
from omegaconf import OmegaConf

from sim.base.params import ConfigError
from sim.config.foreign import check_defaults, read
from sim.config.words import quoted


class UserFiles(FileConfigSource):
    """A folder of presets, laid out like `conf/`, that somebody else may have written."""

    @staticmethod
    def scheme() -> str:
        """The scheme under which Hydra knows such a folder."""
        return "presets"

    def load_config(self, config_path: str) -> ConfigResult:
        """One file, checked."""
        parts = Path(config_path).parts
        if ".." in parts or Path(config_path).is_absolute() or parts[:1] == ("hydra",):
            raise ConfigError(f"{config_path} is no preset: it lies outside the groups")
        path = Path(self.path) / self._normalize_file_name(config_path)
        if not path.is_file():
            raise ConfigLoadError(f"Config not found : {path}")
        text, content = read(path)
        check_defaults(Path(self.path), config_path.strip("/"))
        header = ConfigSource._get_header_dict(text[:512])
        place = f"{self.scheme()}://{self.path}"
        return ConfigResult(self.provider, place, OmegaConf.create(content), header)


def search(config_dir: str) -> str:
    """The override that makes Hydra look into a folder of a user.

    Raises:
        ConfigError: Hydra cannot be told the path.
    """
    if "${" in config_dir:
        raise ConfigError(f"--config-dir={config_dir}: a path with ${{ cannot be read")
    SourcesRegistry.instance().register(UserFiles)
    return f"hydra.searchpath=[{quoted(f'{UserFiles.scheme()}://{config_dir}')}]"
