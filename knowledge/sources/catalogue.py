"""Validates starter-set files: ``python -m knowledge.sources.catalogue FILE...`` prints what is wrong with them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from knowledge.errors import SourceError
from knowledge.sources.starter import read_catalogue

__all__ = ["main", "read_catalogue"]


def main(arguments: Sequence[str]) -> int:
    """Validate files, print each problem as ``file: code: message``; return 1 if a record is rejected."""
    out = sys.stdout
    first_file: dict[str, str] = {}
    accepted = rejected = warned = 0
    for path in map(Path, arguments):
        try:
            readings = list(read_catalogue(path))
        except (SourceError, OSError) as error:
            out.write(f"{path.name}: {error}\n")
            rejected += 1
            continue
        for reading in readings:
            code = reading.code or reading.locator
            for finding in reading.findings:
                out.write(f"{path.name}: {code}: [{finding.severity}] {finding.message}\n")
            if reading.procedure and code in first_file:
                out.write(f"{path.name}: {code}: [rejected] code: mã này đã có trong tệp {first_file[code]}.\n")
                rejected += 1
                continue
            first_file.setdefault(code, path.name)
            accepted += not reading.rejected
            rejected += reading.rejected
            warned += bool(reading.findings) and not reading.rejected
    out.write(f"{accepted} thủ tục đạt (trong đó {warned} có lưu ý), {rejected} bị từ chối.\n")
    return 1 if rejected else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
