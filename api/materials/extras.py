"""What the office publishes beside procedures, beside what it has added otherwise: in the answers at once."""

from __future__ import annotations

from collections import defaultdict

from api.knowledge_keeper import ExtrasSource
from api.materials.addresses import list_of
from api.materials.shelf import Materials
from knowledge.extras import Extras
from knowledge.materials import Material, ProcedureMaterials


class WithMaterials:
    """Another :class:`ExtrasSource` together with the published materials."""

    def __init__(self, others: ExtrasSource, materials: Materials) -> None:
        self._others = others
        self._materials = materials

    def revision(self) -> object:
        """Return what changes whenever one of them does, or the first or last day of a material has come."""
        return self._others.revision(), self._materials.revision()

    def load(self) -> Extras:
        """Return everything."""
        of: defaultdict[str, list[Material]] = defaultdict(list)
        for one in self._materials.shown():
            if one.shown.code:
                of[one.shown.code].append(one.shown)
        found = {
            code: ProcedureMaterials(address=list_of(code, self._materials.base), items=tuple(items))
            for code, items in of.items()
        }
        return self._others.load().model_copy(update={"materials": found})
