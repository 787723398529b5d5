"""Tables that people edit by hand: YAML files, checked by a model when they are read."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from knowledge.errors import CorruptFile

Table = TypeVar("Table", bound=BaseModel)


def read_yaml(path: Path, kind: type[Table]) -> Table:
    """Read a file as what it should be.

    Raises:
        CorruptFile: it cannot be read, or is something else.
    """
    try:
        return kind.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, yaml.YAMLError, ValidationError) as error:
        raise CorruptFile(path, str(error)) from error
