"""``make train``: an environment of its own for the training extra, then the training itself.

pip, not uv: it takes a CPU build of torch where one is configured; uv takes the CUDA build of several GB.
Everything stays under ``build/``.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ENVIRONMENT = ROOT / "build" / "train-venv"


def main() -> None:
    """Install the extra when missing, train, and ship the result into ``knowledge/encoder/model``."""
    python = ENVIRONMENT / "bin" / "python"
    if not (ENVIRONMENT / ".ready").is_file():
        print("[train] installing the training extra …", flush=True)
        subprocess.run([sys.executable, "-m", "venv", str(ENVIRONMENT)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "-q", "torch==2.13.0"], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "-q", f"{ROOT}[train]"], check=True)
        subprocess.run([str(python), "-m", "pip", "uninstall", "-q", "-y", "motcua"], check=True)
        (ENVIRONMENT / ".ready").touch()
    values = {**os.environ, "PYTHONPATH": str(ROOT), "HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false"}
    subprocess.run([str(python), "-m", "knowledge.encoder.train", *sys.argv[1:]], check=True, cwd=ROOT, env=values)


if __name__ == "__main__":
    main()
