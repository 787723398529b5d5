"""Entities of a message: procedure codes, the aspects asked for and the way of filing named."""

from __future__ import annotations

import re
from typing import Any, Dict, List

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from knowledge.aspects import aspects_in, channel_in

# National codes such as 1.004194, with or without the old provincial suffix.
CODE = re.compile(r"(?<![\w.])\d\.\d{6}(?:\.\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2}|\.[A-Z]\d{2})?(?![\w]|\.\d)")
PAYLOAD = "/"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class NeedExtractor(GraphComponent, EntityExtractorMixin):
    """Rules only: what they hear stands in ``knowledge/lexicon/aspects.tsv``, shared with search."""

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],  # noqa: ARG003 - Rasa calls by these names
        model_storage: ModelStorage,  # noqa: ARG003
        resource: Resource,  # noqa: ARG003
        execution_context: ExecutionContext,  # noqa: ARG003
    ) -> NeedExtractor:
        """Make the component; it has nothing to set."""
        return cls()

    def process(self, messages: List[Message]) -> List[Message]:
        """Add the entities of each message that a person wrote (buttons bring their own)."""
        for message in messages:
            text = message.get(TEXT) or ""
            if not text.startswith(PAYLOAD):
                found = self.add_extractor_name(entities_of(text))
                message.set(ENTITIES, message.get(ENTITIES, []) + found, add_to_output=True)
        return messages


def entities_of(text: str) -> List[Dict[str, Any]]:
    """Return the entities of a text.

    Codes carry their place. Aspects are heard in the text with its shorthand written out, which has
    no places in the text as typed, so that they span the whole of it.
    """
    codes = [_entity("code", match.group(), match.start(), match.end()) for match in CODE.finditer(text)]
    aspects = [_entity("aspect", aspect.value, 0, len(text)) for aspect in aspects_in(text)]
    channel = channel_in(text)
    return codes + aspects + ([_entity("channel", channel.value, 0, len(text))] if channel else [])


def _entity(name: str, value: str, start: int, end: int) -> Dict[str, Any]:
    return {"entity": name, "value": value, "start": start, "end": end}
