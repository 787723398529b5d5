"""Every setting of the product: an environment variable ``MOTCUA_*`` with a safe default (docs/settings.md)."""

from __future__ import annotations

from pathlib import Path
from typing import Self

from pydantic import ValidationError

from api.settings.channels import ChannelSettings
from api.settings.desk import DeskSettings
from api.settings.feedback import FeedbackSettings
from api.settings.kinds import PREFIX
from api.settings.serving import ServingSettings
from api.wording import validation_sentence
from knowledge.errors import ConfigurationError

__all__ = ["PREFIX", "Settings"]


class Settings(ServingSettings, FeedbackSettings, DeskSettings, ChannelSettings):
    """What a deployment can decide. :meth:`load` turns nonsense into one clear line."""

    @classmethod
    def load(cls, **overrides: object) -> Self:
        """Read the environment; ``overrides`` (by field name) win over it.

        Raises:
            ConfigurationError: for the first setting that makes no sense.
        """
        try:
            return cls(**overrides)  # type: ignore[arg-type]
        except ValidationError as error:
            first = error.errors()[0]
            name = PREFIX + str(first["loc"][0]).upper()
            raise ConfigurationError(name, validation_sentence(first["type"], first.get("ctx"))) from None

    @property
    def snapshots(self) -> Path:
        """Folder of the snapshots (``Knowledge.open`` takes it)."""
        return self.data / "snapshots"

    @property
    def logs(self) -> Path:
        """Folder of the log files ``motcua serve`` writes."""
        return self.data / "logs"

    @property
    def database(self) -> str:
        """The SQLAlchemy URL in force."""
        return self.database_url or f"sqlite:///{self.data / 'motcua.db'}"
