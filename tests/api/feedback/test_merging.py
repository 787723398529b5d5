"""PAKN about one thing: suggested by likeness, merged by an official, answered together, each sender kept apart."""

from __future__ import annotations

import pytest

from api.errors import CaseNotFound, TransitionRefused
from api.feedback.model import Status
from api.feedback.office_model import CaseFilter
from api.feedback.similar import SimilarTexts
from api.security.roles import Role

from .conftest import ANSWER, PROOF, Deployment

# Four things people complain about, in three wordings each; written for this test.
THINGS = (
    (
        "Tôi nộp hồ sơ đăng ký thường trú từ đầu tháng, hẹn một tuần mà nay chưa có kết quả, hỏi thì cán bộ bảo chờ.",
        "Hồ sơ đăng ký thường trú của gia đình tôi quá hẹn hai tuần vẫn chưa được trả kết quả.",
        "nop ho so thuong tru qua hen roi ma cong an phuong chua tra ket qua cho toi",
    ),
    (
        "Cán bộ bộ phận một cửa nói chuyện cộc lốc, quát người già khi đến chứng thực giấy tờ.",
        "Thái độ của cán bộ chứng thực ở bộ phận một cửa rất cộc cằn, quát mắng người dân.",
        "can bo chung thuc giay to thai do coc loc, quat nguoi dan",
    ),
    (
        "Đề nghị bỏ yêu cầu nộp bản sao giấy khai sinh có chứng thực vì dữ liệu đã có trên hệ thống.",
        "Thủ tục vẫn đòi bản sao giấy khai sinh chứng thực dù dữ liệu dân cư đã có sẵn, nên bãi bỏ.",
        "de xuat khong bat nop ban sao khai sinh chung thuc nua vi da co du lieu",
    ),
    (
        "Cổng dịch vụ công báo lỗi khi thanh toán lệ phí trực tuyến, tiền đã trừ nhưng hồ sơ vẫn chờ thanh toán.",
        "Tôi thanh toán lệ phí trên cổng dịch vụ công, tài khoản bị trừ tiền mà hồ sơ báo chưa thanh toán.",
        "thanh toan truc tuyen le phi bi loi, tru tien roi ho so van bao cho thanh toan",
    ),
)
OTHERS = (
    "Biển chỉ dẫn trong trung tâm phục vụ hành chính công quá nhỏ, người lớn tuổi không đọc được.",
    "Giờ làm việc buổi chiều bắt đầu trễ, người dân phải đợi ngoài cửa.",
    "Mẫu tờ khai đăng ký hộ kinh doanh khó hiểu, nên có bản hướng dẫn điền.",
    "Hồ sơ cấp đổi giấy phép lái xe phải đi lại ba lần vì mỗi lần báo thiếu một giấy khác nhau.",
)


def test_wordings_of_one_thing_are_found_and_others_are_not() -> None:
    texts = [text for thing in THINGS for text in thing] + list(OTHERS)
    same = {number: number // 3 for number in range(12)}
    similar = SimilarTexts()
    found = right = wanted = 0
    for number in range(12):
        near = [other for other, _ in similar.nearest(number, list(enumerate(texts)))]
        found += len(near)
        right += sum(same.get(other) == same[number] for other in near)
        wanted += 2

    assert right / wanted >= 0.8, f"found {right} of {wanted}"
    assert right / found >= 0.9, f"{right} right of {found} suggested"


def test_the_office_is_shown_what_reads_alike_and_not_what_is_closed(office: Deployment) -> None:
    first = office.sent(content=THINGS[0][0], title="Chậm trả kết quả thường trú").code
    alike = office.sent(content=THINGS[0][1], title="Quá hẹn hồ sơ thường trú").code
    withdrawn = office.sent(content=THINGS[0][1], title="Quá hẹn hồ sơ thường trú").code
    office.desk.withdraw(withdrawn, PROOF)
    for text in (*THINGS[1][:2], *OTHERS):
        office.sent(content=text, title=None)

    assert [line.code for line in office.casework.similar(office.officer, first)] == [alike]


def test_a_merged_pakn_follows_and_gets_the_answer_without_the_other_sender(office: Deployment) -> None:
    hers = office.sent().code
    his = office.sent(sender_name="Trần Văn Bình", sender_phone="0987000111", sender_email="binh@example.vn").code
    office.casework.merge(office.officer, his, hers)
    assert office.casework.case(office.officer, hers).merged_here == (his,)

    office.casework.forward(office.officer, hers, office.agency.id)
    office.casework.start(office.officer, hers)
    office.casework.draft_answer(office.officer, hers, "Kính gửi bà Nguyễn Thị Hoa (0912345678). " + ANSWER)
    office.casework.approve_answer(office.approver, hers)

    shown = office.desk.status(his, "0111")
    assert (shown.status, shown.may_rate) == (Status.ANSWERED, True)
    assert ANSWER in (shown.answer or "")
    assert "Hoa" not in (shown.answer or "")
    assert "0912345678" not in (shown.answer or "")
    assert office.notices(his) == [
        "Đã tiếp nhận",
        "Được xử lý chung với một phản ánh khác có cùng nội dung",
        "Đã chuyển đến Công an phường Trấn Biên để xử lý",
        "Đang xử lý",
        "Đã trả lời",
    ]
    assert [entry.action for entry in office.casework.timeline(office.officer, his)] == [
        "received",
        "merged",
        "followed",
        "followed",
        "followed",
    ]


def test_merging_into_an_answered_pakn_answers_at_once(office: Deployment) -> None:
    answered, late = office.answered(), office.sent(sender_phone="0987000111").code

    office.casework.merge(office.officer, late, answered)

    assert office.desk.status(late, "0111").status is Status.ANSWERED
    with pytest.raises(TransitionRefused):
        office.casework.separate(office.officer, late)


def test_a_merged_pakn_is_handled_only_with_its_target_until_it_is_separated(office: Deployment) -> None:
    target, merged = office.sent().code, office.sent(sender_phone="0987000111").code
    office.casework.merge(office.officer, merged, target)

    with pytest.raises(TransitionRefused) as refused:
        office.casework.forward(office.officer, merged, office.agency.id)
    assert target in refused.value.reason
    assert office.desk.status(merged, "0111").may_add is False
    with pytest.raises(TransitionRefused):
        office.desk.add(merged, "0111", "Thêm một điều")

    office.casework.separate(office.officer, merged)
    office.casework.forward(office.officer, merged, office.agency.id)


def test_what_was_merged_goes_on_alone_when_the_target_is_withdrawn_or_refused(office: Deployment) -> None:
    for end in (
        lambda code: office.desk.withdraw(code, PROOF),
        lambda code: office.casework.reject(office.officer, code, "Không thuộc thẩm quyền"),
    ):
        target, merged = office.sent().code, office.sent(sender_phone="0987000111").code
        office.casework.merge(office.officer, merged, target)
        end(target)

        case = office.casework.case(office.officer, merged)
        assert (case.merged_into, case.line.status) == (None, Status.RECEIVED)


def test_chains_end_at_one_target(office: Deployment) -> None:
    first, second, third = (office.sent(sender_phone=f"098700011{number}").code for number in range(3))
    office.casework.merge(office.officer, first, second)
    office.casework.merge(office.officer, second, third)

    assert office.casework.case(office.officer, third).merged_here == (first, second)
    with pytest.raises(TransitionRefused):
        office.casework.merge(office.officer, third, first)


def test_what_cannot_be_merged_is_refused(office: Deployment) -> None:
    code, remark, rejected = office.sent().code, office.sent(anonymous=True).code, office.sent().code
    office.casework.reject(office.officer, rejected, "Không thuộc thẩm quyền")

    for one, into in ((code, code), (code, remark), (remark, code), (code, rejected), (rejected, code)):
        with pytest.raises(TransitionRefused):
            office.casework.merge(office.officer, one, into)
    theirs = office.account("congan", Role.OFFICER, office.agency.id)
    with pytest.raises(CaseNotFound):
        office.casework.merge(theirs, code, rejected)
    assert office.casework.find(office.officer, CaseFilter(completeness=None)).total == 3


def test_asking_the_target_again_does_not_take_the_others_answers_away(office: Deployment) -> None:
    target, merged = office.answered(), office.sent(sender_phone="0987000111").code
    office.casework.merge(office.officer, merged, target)
    office.desk.reopen(target, PROOF, "Tôi chưa đồng ý với trả lời này.")
    assert office.desk.status(merged, "0111").answer

    office.casework.draft_answer(office.officer, target, "Câu trả lời mới.")
    office.casework.approve_answer(office.approver, target)
    assert office.desk.status(merged, "0111").answer == "Câu trả lời mới."
