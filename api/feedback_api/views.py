"""From the desk's values to what travels over HTTP."""

from __future__ import annotations

from api.feedback.labels import STATUS_LABELS
from api.feedback.model import AttachmentInfo, PublicCase, PublishedCase, Receipt
from api.feedback_api.contracts import AttachedFile
from api.feedback_api.shown import CaseBody, PublishedBody, ReceiptBody, StepBody


def attached(one: AttachmentInfo) -> AttachedFile:
    """Return a file as the interface tells it; its content stays inside."""
    return AttachedFile(id=one.id, name=one.name, media_type=one.media_type, size=one.size)


def receipt_body(receipt: Receipt) -> ReceiptBody:
    """Return a receipt."""
    return ReceiptBody(
        code=receipt.code,
        completeness=receipt.completeness,
        received_at=receipt.received_at,
        answer_due_on=receipt.answer_due_on,
        text=receipt.text,
    )


def case_body(case: PublicCase) -> CaseBody:
    """Return a PAKN for its sender."""
    same = {name: getattr(case, name) for name in CaseBody.model_fields if name not in _MADE}
    return CaseBody(
        **same,
        status_label=STATUS_LABELS[case.status],
        steps=tuple(StepBody(at=step.at, label=step.label, note=step.note) for step in case.steps),
        attachments=tuple(attached(one) for one in case.attachments),
    )


_MADE = {"status_label", "steps", "attachments"}


def published_body(case: PublishedCase) -> PublishedBody:
    """Return a published answer with its address."""
    same = {name: getattr(case, name) for name in PublishedBody.model_fields if name != "url"}
    return PublishedBody(**same, url=f"/hoi-dap/{case.slug}")
