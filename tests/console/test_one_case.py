"""One PAKN from the first look to the published answer, as officers work on it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from api.clock import local_day, utc_now
from api.security.roles import Role

PDF = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
ASKED = "Hồ sơ tạm trú trễ hẹn thì hỏi ở đâu?"
ANSWER = "Hồ sơ đã có kết quả, cơ quan xin lỗi vì chậm trễ và đã chấn chỉnh bộ phận tiếp nhận."


def path_of(code: str) -> str:
    return f"/admin/pakn/{code}"


def test_opening_marks_it_as_read_for_who_may_work_on_it_only(office: Any) -> None:
    code = office.case()
    office.viewer.get(path_of(code))
    assert "Chưa đọc" in office.viewer.get("/admin/pakn").text
    office.officer.get(path_of(code))
    assert not office.viewer.get("/admin/pakn").soup.select("tbody .badge.new")


@pytest.mark.parametrize("role", [Role.VIEWER, Role.OPERATOR])
def test_a_role_that_may_not_see_senders_sees_none_anywhere(office: Any, role: Role) -> None:
    code = office.case(files=[("don.pdf", PDF)])
    seen = office.somebody(role).get(path_of(code))
    for secret in ("Nguyễn Văn An", "0912345678", "an@vidu.vn", "Số 12 đường"):
        assert secret not in seen.response.text
    assert not seen.has_form(f"{path_of(code)}/nguoi-gui")
    assert not any("/tep/" in link for link in seen.links())
    assert "hai tuần chưa có kết quả" in seen.text


def test_an_officer_sees_the_sender_after_asking_and_the_log_knows_it(office: Any) -> None:
    code = office.case()
    covered = office.officer.get(path_of(code))
    assert "an@vidu.vn" not in covered.response.text
    shown = office.officer.submit(covered, f"{path_of(code)}/nguoi-gui")
    assert {"Nguyễn Văn An", "an@vidu.vn"} <= set(shown.soup.find(id="sender").parent.get_text("\n").split("\n"))
    assert "Xem thông tin người gửi" in shown.soup.find("ol", class_="timeline").get_text()
    assert "an@vidu.vn" not in office.officer.get(path_of(code)).response.text


def test_a_file_is_handed_out_to_be_saved_only_and_the_log_knows_it(office: Any) -> None:
    code = office.case(files=[("đơn của tôi.pdf", PDF)])
    seen = office.officer.get(path_of(code))
    link = next(link for link in seen.links() if "/tep/" in link)
    answer = office.officer.request("GET", link)
    assert answer.content == PDF
    assert answer.headers["content-disposition"].startswith("attachment; filename*=UTF-8''%C4%91")
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "Tải tệp đính kèm" in office.officer.get(path_of(code)).text
    assert office.officer.get(link + "x").status == 404


def test_only_possible_steps_are_offered(office: Any) -> None:
    code = office.case()
    office.agency()
    base = path_of(code)
    new = office.officer.get(base)
    assert all(new.has_form(f"{base}/{step}") for step in ("chuyen", "hoi-them", "tu-choi", "rut", "giao", "ghi-chu"))
    assert not any(new.has_form(f"{base}/{step}") for step in ("bat-dau", "soan", "duyet", "tach", "bao-cham"))
    seen = office.viewer.get(base)
    assert not seen.soup.find("main").find_all("form")


def test_no_id_stands_twice_on_a_page(office: Any) -> None:
    code = office.in_progress()
    for path in (path_of(code), "/admin/pakn", "/admin/pakn/moi", "/admin/tai-khoan"):
        ids = [one["id"] for one in office.admin.get(path).soup.find_all(id=True)]
        assert len(ids) == len(set(ids)), path


def test_the_way_from_receipt_to_publication(office: Any) -> None:
    code, agency = office.case(), office.agency()
    base, officer, approver = path_of(code), office.officer, office.approver

    seen = officer.submit(officer.get(base), f"{base}/chuyen", agency=agency)
    assert "Đã chuyển cơ quan xử lý." in seen.text
    seen = officer.submit(seen, f"{base}/bat-dau")
    seen = officer.submit(seen, f"{base}/soan", answer=f"{ANSWER} Cảm ơn ông Nguyễn Văn An.")
    assert "chờ duyệt" in seen.text
    assert not seen.has_form(f"{base}/duyet")

    seen = approver.submit(approver.get(base), f"{base}/duyet")
    assert "đã gửi cho người dân" in seen.text
    page = approver.get(f"{base}/cong-khai")
    assert {one.get_text() for one in page.soup.find_all("del")} >= {"Nguyễn Văn An", "0912345678"}
    assert page.soup.find("ins") is not None
    asked = page.form(f"{base}/cong-khai").find("textarea", {"name": "question"}).get_text()
    assert "Nguyễn Văn An" not in asked

    looked = approver.submit(page, f"{base}/cong-khai", do="look", answer=ANSWER)
    assert looked.form(f"{base}/cong-khai").find("textarea", {"name": "answer"}).get_text().strip() == ANSWER
    unread = approver.submit(looked, f"{base}/cong-khai", do="publish")
    assert unread.status == 422
    assert "đọc lại hai phần" in unread.text
    unasked = approver.submit(looked, f"{base}/cong-khai", do="publish", read="1", asked="")
    assert unasked.status == 422
    assert "Câu hỏi ngắn cần từ 15 đến 160 ký tự" in unasked.text
    typed = {"asked": ASKED, "wordings": "Tạm trú trễ hẹn hỏi ai\n\nBao giờ có kết quả tạm trú"}
    covered = approver.submit(looked, f"{base}/cong-khai", do="publish", read="1", **typed)
    assert covered.status == 422
    assert "còn chỗ che: [người gửi], [số điện thoại]" in covered.text
    kept = covered.form(f"{base}/cong-khai")
    assert kept.find("input", {"name": "asked"})["value"] == ASKED
    done = approver.submit(covered, f"{base}/cong-khai", do="publish", read="1", keep="1")
    assert "Đã công khai tại /hoi-dap/" in done.text
    leads = [one.get_text() for one in done.soup.select("ul.leads-here li")]
    assert leads[:3] == [ASKED, "Tạm trú trễ hẹn hỏi ai", "Bao giờ có kết quả tạm trú"]
    words = [one.find("strong").get_text() for one in done.soup.select("ol.timeline li")]
    assert words == [
        "Tiếp nhận",
        "Mở xem lần đầu",
        "Chuyển cơ quan",
        "Bắt đầu xử lý",
        "Soạn câu trả lời",
        "Duyệt câu trả lời",
        "Công khai",
    ]
    down = approver.submit(done, f"{base}/go-cong-khai")
    assert "Đã gỡ khỏi trang công khai" in down.text


def test_the_preview_opens_only_after_the_answer_is_approved_and_says_what_is_missing(office: Any) -> None:
    code = office.in_progress()
    base = path_of(code)
    early = office.approver.get(f"{base}/cong-khai")
    assert early.status == 409
    assert "chưa có câu trả lời được duyệt" in early.text
    office.officer.submit(office.officer.get(base), f"{base}/soan", answer=ANSWER)
    waiting = office.approver.get(f"{base}/cong-khai")
    assert waiting.status == 409
    assert "còn chờ duyệt" in waiting.text


def test_publishing_with_the_sender_still_in_it_is_refused_and_keeps_what_was_typed(office: Any) -> None:
    code = office.answered()
    base, approver = path_of(code), office.approver
    typed = "Ông Nguyễn Văn An hỏi vì sao hồ sơ tạm trú chậm hai tuần."
    refused = approver.submit(
        approver.get(f"{base}/cong-khai"), f"{base}/cong-khai", do="publish", read="1", question=typed, asked=ASKED
    )
    assert refused.status == 422
    assert "Vui lòng xoá trước khi đăng" in refused.text
    assert refused.form(f"{base}/cong-khai").find("textarea", {"name": "question"}).get_text().strip() == typed


def test_who_wrote_an_answer_does_not_approve_it(office: Any) -> None:
    code = office.in_progress()
    base, approver = path_of(code), office.approver
    seen = approver.submit(approver.get(base), f"{base}/soan", answer=ANSWER)
    assert "cần người khác duyệt" in seen.text
    assert not seen.has_form(f"{base}/duyet")
    forced = approver.post(f"{base}/duyet", {"csrf": seen.soup.find("input", {"name": "csrf"})["value"]})
    assert forced.status == 409
    assert "Người duyệt phải khác" in forced.text


def test_an_answer_that_changed_while_its_page_was_open_is_neither_approved_nor_overwritten(office: Any) -> None:
    code = office.in_progress()
    base, other = path_of(code), "Câu trả lời khác, người duyệt chưa đọc."
    officer, approver = office.officer, office.approver
    old_page = officer.get(base)
    officer.submit(officer.get(base), f"{base}/soan", answer=ANSWER)
    read = approver.get(base)
    officer.submit(officer.get(base), f"{base}/soan", answer=other)

    unread = approver.submit(read, f"{base}/duyet")
    assert unread.status == 409
    assert "đã sửa câu trả lời sau khi anh/chị mở trang này" in unread.text
    assert other in unread.text
    overwriting = officer.submit(old_page, f"{base}/soan", answer="Bản của tôi, viết từ trang cũ.")
    assert overwriting.status == 409
    assert "Bản đang lưu" in overwriting.text
    assert other in overwriting.text
    assert "Bản của tôi, viết từ trang cũ." in overwriting.form(f"{base}/soan").find("textarea").get_text()

    assert "đã gửi cho người dân" in approver.submit(unread, f"{base}/duyet").text


def test_an_answer_is_given_back_with_a_reason(office: Any) -> None:
    code = office.in_progress()
    base = path_of(code)
    office.officer.submit(office.officer.get(base), f"{base}/soan", answer=ANSWER)
    back = office.approver.submit(office.approver.get(base), f"{base}/tra-lai", text="Cần nêu ngày trả kết quả.")
    assert "Cần nêu ngày trả kết quả." in back.text
    assert not back.has_form(f"{base}/duyet")


@pytest.mark.parametrize("step", ["hoi-them", "tu-choi", "ghi-chu"])
def test_a_refused_step_keeps_the_words_in_its_own_form(office: Any, step: str) -> None:
    code = office.case()
    base = path_of(code)
    refused = office.officer.submit(office.officer.get(base), f"{base}/{step}", text="<b>?")
    assert refused.status == 422
    form = refused.form(f"{base}/{step}")
    assert form.find(role="alert") is not None
    assert form.find("textarea").get_text().strip() == "<b>?"


def test_a_step_somebody_else_has_taken_meanwhile_is_explained(office: Any) -> None:
    code, agency = office.case(), office.agency()
    base = path_of(code)
    stale = office.officer.get(base)
    office.services.casework.reject(office.actor(Role.APPROVER), code, "Không thuộc thẩm quyền của cơ quan.")
    refused = office.officer.submit(stale, f"{base}/chuyen", agency=agency)
    assert refused.status == 409
    assert "Không thể chuyển từ “Từ chối tiếp nhận”" in refused.text


def test_a_template_is_put_into_the_answer_with_the_facts_of_the_case(office: Any) -> None:
    code = office.in_progress()
    work, officer = office.services.casework, office.actor(Role.OFFICER)
    made = work.save_template(officer, None, title="Mở đầu", body="Về phản ánh mã {code}:")
    seen = office.officer.get(f"{path_of(code)}?mau={made.id}")
    area = seen.form(f"{path_of(code)}/soan").find("textarea")
    assert area.get_text().strip() == f"Về phản ánh mã {code}:"
    assert office.officer.get(f"{path_of(code)}?mau=khong-co").status == 200


def test_similar_ones_are_shown_and_merged(office: Any) -> None:
    first, second = office.case(), office.case()
    base = path_of(second)
    seen = office.officer.get(base)
    assert first in seen.soup.find(id="similar").parent.get_text()
    merged = office.officer.submit(seen, f"{base}/gop", into=first)
    assert f"đã gộp vào {first}" in merged.text
    assert second in office.officer.get(path_of(first)).text
    apart = office.officer.submit(merged, f"{base}/tach")
    assert "Đã tách hồ sơ." in apart.text
    lost = office.officer.submit(apart, f"{base}/gop", into="KN-0000-0000-0")
    assert lost.status in (404, 422)
    assert "Không có hồ sơ mang mã này" in lost.text


def test_facts_and_the_national_code_are_corrected_and_the_words_of_the_sender_stay(office: Any) -> None:
    code = office.case()
    base = path_of(code)
    seen = office.officer.submit(
        office.officer.get(base), f"{base}/sua", title="Chậm trả kết quả tạm trú", kind="quy_dinh"
    )
    assert seen.soup.find("h1").get_text().endswith("Chậm trả kết quả tạm trú")
    assert "hai tuần chưa có kết quả" in seen.text
    seen = office.officer.submit(seen, f"{base}/ma-quoc-gia", national="PAKN.20261122.0001")
    assert "PAKN.20261122.0001" in seen.text
    wrong = office.officer.submit(seen, f"{base}/sua", occurred_on="2099-01-01")
    assert wrong.status == 422
    assert "không thể sau hôm nay" in wrong.text


def test_a_late_one_lets_the_officer_tell_the_sender(office: Any) -> None:
    code = office.case(received_on=local_day(utc_now()) - timedelta(days=45))
    base = path_of(code)
    told = office.officer.submit(
        office.officer.get(base), f"{base}/bao-cham", text="Đang chờ cơ quan liên quan trả lời."
    )
    assert "Đã báo người gửi." in told.text
    assert "Đang chờ cơ quan liên quan trả lời." in told.text


def test_a_remark_has_no_deadline_no_sender_and_no_forwarding(office: Any) -> None:
    code = office.case(content="Ghế ngồi chờ thiếu, người già phải đứng lâu, mong bổ sung.", anonymous=True)
    seen = office.officer.get(path_of(code))
    assert "không có hạn" in seen.text
    assert "không để lại thông tin" in seen.text
    assert not seen.has_form(f"{path_of(code)}/chuyen")


def test_what_people_wrote_is_never_markup(office: Any) -> None:
    code = office.case(content='Tôi hỏi <em>vì sao</em> & "bao giờ" <người dân> được trả lời về hồ sơ của mình?')
    text = office.officer.get(path_of(code)).response.text
    assert "<người dân>" not in text
    assert "&lt;người dân&gt;" in text


def test_an_account_of_another_agency_sees_its_own_cases_and_not_the_hidden_sender(office: Any) -> None:
    theirs, ours = office.case(), office.case()
    agency = office.agency()
    office.services.casework.forward(office.actor(Role.OFFICER), theirs, agency)
    office.services.accounts.create(
        None,
        username="phuong",
        name="Cán bộ phường",
        role=Role.OFFICER,
        password="mot mat khau du dai",
        agency_id=agency,
        must_change=False,
    )
    guest = office.stranger()
    guest.log_in("phuong")
    assert guest.get(path_of(ours)).status == 404
    seen = guest.get(path_of(theirs))
    assert seen.status == 200
    assert "Nguyễn Văn An" not in seen.response.text
    assert not seen.has_form(f"{path_of(theirs)}/nguoi-gui")
