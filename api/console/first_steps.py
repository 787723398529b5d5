"""What a new office still has to do before people can be served; gone from the first page once it is done."""

from __future__ import annotations

from dataclasses import dataclass

from api.security.accounts import Actor
from api.services import Services
from knowledge.errors import SnapshotError
from knowledge.snapshot import SnapshotStore


@dataclass(frozen=True, slots=True)
class FirstStep:
    """One thing to do.

    Attributes:
        address: of the page where it is done; ``""``: it is done on the server.
    """

    label: str
    hint: str
    address: str = ""


def first_steps(found: Services, actor: Actor) -> tuple[FirstStep, ...]:
    """Return what is still to be done, in the order in which it is best done. Blocking.

    Args:
        found: the application's services.
        actor: an administrator: only they can do these things.
    """
    steps = []
    if not found.settings.office_name:
        hint = "Người giữ máy chủ đặt MOTCUA_OFFICE_NAME; chưa đặt thì giấy hẹn ghi chung là “cơ quan tiếp nhận”."
        steps.append(FirstStep("Ghi tên cơ quan", hint))
    if not found.casework.agencies():
        hint = "Chưa có cơ quan nào thì chưa chuyển được phản ánh đi xử lý."
        steps.append(FirstStep("Điền danh bạ cơ quan", hint, "/admin/co-quan"))
    if sum(account.active for account in found.accounts.list(actor)) < 2:
        hint = "Mỗi người một tài khoản, đúng vai trò; người soạn câu trả lời không tự duyệt được."
        steps.append(FirstStep("Lập tài khoản cho cán bộ, nhân viên tổng đài", hint, "/admin/tai-khoan"))
    if steps and _starter_only(SnapshotStore(found.settings.snapshots)):
        hint = "Trợ lý đang trả lời bằng bộ thủ tục kèm sẵn; nhập danh mục của cơ quan để có đủ thủ tục, ngày mới hơn."
        steps.append(FirstStep("Nhập dữ liệu thủ tục", hint, "/admin/kien-thuc"))
    return tuple(steps)


def _starter_only(store: SnapshotStore) -> bool:
    """Tell whether nothing has been imported yet."""
    active = store.active_id()
    if active is None:
        return False
    try:
        manifest = store.manifest(active)
    except SnapshotError:
        return False  # the page of the data says what is wrong with it
    return len(manifest.starter) == manifest.procedures
