"""Rasa's pieces become messages that can be read and rated."""

from __future__ import annotations

from api.chat.bot import BotMessage
from api.chat.replies import from_bot
from knowledge.answer import Answer, AnswerStatus, QuickReply, TextBlock
from knowledge.render import as_text

ANSWER = Answer(
    status=AnswerStatus.ANSWERED,
    lead="Lệ phí là 8.000 đồng.",
    code="1.001193",
    blocks=(TextBlock(text="Nộp khi gửi hồ sơ."),),
    quick_replies=(QuickReply(title="Thời hạn", payload='/ask{"aspect": "time"}'),),
)


def read(*messages: dict[str, object]) -> list[BotMessage]:
    return [BotMessage.model_validate(one) for one in messages]


def test_an_answer_is_written_out_whole_with_its_buttons() -> None:
    (only,) = from_bot(read({"custom": {"answer": ANSWER.model_dump(mode="json"), "band": "sure"}}))

    assert only.text == as_text(ANSWER)
    assert only.buttons == [{"title": "Thời hạn", "payload": '/ask{"aspect": "time"}'}]
    assert (only.status, only.band) == ("answered", "sure")


def test_a_text_that_the_answer_says_anyway_is_not_said_twice() -> None:
    pieces = [{"text": part} for part in as_text(ANSWER).split("\n\n")]

    (only,) = from_bot(read(*pieces, {"custom": {"answer": ANSWER.model_dump(mode="json")}}))

    assert only.text == as_text(ANSWER)


def test_the_buttons_of_a_repeated_text_go_to_the_answer() -> None:
    button = {"title": "Trợ giúp", "payload": "/help"}

    (only,) = from_bot(
        read({"text": ANSWER.lead, "buttons": [button]}, {"custom": {"answer": ANSWER.model_dump(mode="json")}})
    )

    assert only.buttons == [button]


def test_other_words_before_an_answer_stay() -> None:
    first, second = from_bot(
        read({"text": "Tôi hiểu anh/chị hỏi hai việc."}, {"custom": {"answer": ANSWER.model_dump(mode="json")}})
    )

    assert first.text == "Tôi hiểu anh/chị hỏi hai việc."
    assert second.text == as_text(ANSWER)


def test_texts_in_a_row_are_one_message_and_buttons_end_it() -> None:
    button = {"title": "Trợ giúp", "payload": "/help"}

    first, second = from_bot(
        read({"text": "Chào anh/chị."}, {"text": "Mời hỏi.", "buttons": [button]}, {"text": "Hết"})
    )

    assert (first.text, first.buttons) == ("Chào anh/chị.\n\nMời hỏi.", [button])
    assert (second.text, second.buttons) == ("Hết", [])


def test_every_message_has_its_own_unguessable_id() -> None:
    first, second = from_bot(read({"text": "a", "buttons": [{"title": "x", "payload": "/help"}]}, {"text": "b"}))

    assert first.id != second.id
    assert len(first.id) >= 22
