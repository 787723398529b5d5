"""Open311 GeoReport v2: by the specification, and with clients that others wrote."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree import ElementTree as Xml

import pytest
import uvicorn

from api.storage.feedback_tables import CaseRow

ROOT = "/open311/v2"
KEY = "khoa-cua-mot-chuong-trinh"
POST = {
    "api_key": KEY,
    "service_code": "pakn_hanh_vi",
    "description": "Tôi nộp hồ sơ đăng ký khai sinh ngày 02/11/2026 mà chưa có kết quả, gọi 0912345678 không ai nghe.",
    "first_name": "Hoa",
    "last_name": "Nguyễn Thị",
    "phone": "0912345678",
    "address_string": "Phường Trấn Biên, Đồng Nai",
    "attribute[procedure_code]": "1.001193",
    "attribute[occurred_on]": "2026-11-11T00:00:00+07:00",
    "attribute[consent]": "1",
}
FIELDS = {
    "service_request_id", "status", "status_notes", "service_name", "service_code", "description", "agency_responsible",
    "service_notice", "requested_datetime", "updated_datetime", "expected_datetime", "address", "address_id", "zipcode",
    "lat", "long", "media_url",
}  # fmt: skip


def sent(counter: Any, **changes: str) -> dict[str, Any]:
    reply = counter.client.post(f"{ROOT}/requests.json", data={**POST, **changes})
    assert reply.status_code == 200, reply.text
    (made,) = reply.json()
    return made


def listed(counter: Any, **params: Any) -> list[dict[str, Any]]:
    reply = counter.client.get(f"{ROOT}/requests.json", params=params)
    assert reply.status_code == 200, reply.text
    found: list[dict[str, Any]] = reply.json()
    return found


def test_the_three_services_and_their_attributes_in_both_formats(counter: Any) -> None:
    services = counter.client.get(f"{ROOT}/services.json").json()
    as_xml = Xml.fromstring(counter.client.get(f"{ROOT}/services.xml").content)

    assert [one["service_code"] for one in services] == ["pakn_hanh_vi", "pakn_quy_dinh", "pakn_de_xuat"]
    assert [one.findtext("service_code") for one in as_xml.findall("service")] == [s["service_code"] for s in services]
    assert as_xml.find("service/metadata").text == "true"  # type: ignore[union-attr]
    definition = counter.client.get(f"{ROOT}/services/pakn_hanh_vi.json").json()
    consent = next(one for one in definition["attributes"] if one["code"] == "consent")
    assert consent["required"] is True
    assert [value["key"] for value in consent["values"]] == ["1"]
    tree = Xml.fromstring(counter.client.get(f"{ROOT}/services/pakn_hanh_vi.xml").content)
    assert [one.findtext("code") for one in tree.findall("attributes/attribute")] == [
        one["code"] for one in definition["attributes"]
    ]
    assert tree.findtext("attributes/attribute[code='consent']/values/value/key") == "1"


def test_discovery_names_the_endpoint_and_the_rule_about_places(counter: Any) -> None:
    told = counter.client.get(f"{ROOT}/discovery.json").json()

    assert told["endpoints"][0]["specification"] == "http://wiki.open311.org/GeoReport_v2"
    assert told["endpoints"][0]["url"].endswith(ROOT)
    assert "attribute[procedure_code]" in told["key_service"]
    tree = Xml.fromstring(counter.client.get(f"{ROOT}/discovery.xml").content)
    assert [one.text for one in tree.findall("endpoints/endpoint/formats/format")] == ["application/json", "text/xml"]


def test_a_posted_request_becomes_a_pakn_that_its_sender_can_look_up(counter: Any) -> None:
    made = sent(counter)

    code = made["service_request_id"]
    case = counter.client.get(f"/api/v1/feedback/{code}", params={"phone": "5678"}).json()
    assert case["content"] == POST["description"]
    assert case["procedure_code"] == "1.001193"
    token = counter.client.get(f"{ROOT}/tokens/{made['token']}.json").json()
    assert token == [{"service_request_id": code, "token": made["token"]}]
    assert (
        Xml.fromstring(counter.client.get(f"{ROOT}/tokens/{made['token']}.xml").content).findtext(
            "request/service_request_id"
        )
        == code
    )


def test_who_has_a_key_sees_every_request_with_personal_numbers_masked(counter: Any) -> None:
    code = sent(counter)["service_request_id"]
    (one,) = listed(counter, api_key=KEY)

    assert set(one) == FIELDS
    assert (one["service_request_id"], one["status"]) == (code, "open")
    assert "0912345678" not in str(one)
    assert "Nguyễn Thị Hoa" not in str(one)
    assert one["requested_datetime"].endswith("+07:00")
    assert "Hạn trả lời" in one["service_notice"]
    tree = Xml.fromstring(counter.client.get(f"{ROOT}/requests.xml", params={"api_key": KEY}).content)
    assert {child.tag for child in tree.find("request")} == FIELDS  # type: ignore[union-attr]


def test_without_a_key_only_what_is_published_is_listed_and_never_under_its_code(counter: Any) -> None:
    sent(counter)
    code, slug = counter.published("Khai sinh cho con mất bao lâu?", "Trong ngày làm việc.")
    (one,) = listed(counter)

    assert one["service_request_id"] == slug
    assert (one["status"], one["description"]) == ("closed", "Khai sinh cho con mất bao lâu?")
    assert one["status_notes"] == "Trong ngày làm việc."
    assert code not in str(one)
    assert listed(counter, service_request_id=slug) == [one]


def test_a_code_alone_shows_where_a_pakn_stands_and_not_what_it_says(counter: Any) -> None:
    code = sent(counter)["service_request_id"]
    (one,) = counter.client.get(f"{ROOT}/requests/{code}.json").json()

    assert (one["service_request_id"], one["status"], one["status_notes"]) == (code, "open", "Đã tiếp nhận")
    assert one["description"] is None
    assert one["address"] is None


def test_remarks_without_a_sender_are_never_listed(counter: Any) -> None:
    remark = {"kind": "de_xuat", "content": POST["description"], "anonymous": True}
    assert counter.client.post("/api/v1/feedback", json=remark).status_code == 200

    assert listed(counter, api_key=KEY) == []


def test_the_filters_of_the_standard(counter: Any) -> None:
    first, second = sent(counter), sent(counter, service_code="pakn_de_xuat")
    now = datetime.now(UTC)

    def ids(**params: Any) -> list[str]:
        return [one["service_request_id"] for one in listed(counter, api_key=KEY, **params)]

    assert ids() == [second["service_request_id"], first["service_request_id"]]
    assert ids(service_code="pakn_de_xuat,pakn_quy_dinh") == [second["service_request_id"]]
    assert ids(status="closed") == []
    assert len(ids(status="open,closed")) == 2
    assert ids(end_date=(now - timedelta(days=1)).isoformat()) == []
    assert len(ids(start_date=(now - timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M:%SZ"))) == 2
    assert ids(page_size=1, page=2) == [first["service_request_id"]]
    both = f"{first['service_request_id']},{second['service_request_id']},KN-0000-0000-0"
    assert ids(service_request_id=both, status="closed") == [first["service_request_id"], second["service_request_id"]]


@pytest.mark.parametrize(
    ("path", "params", "status"),
    [
        ("services/khong_co.json", {}, 404),
        ("requests/KN-0000-0000-1.json", {}, 404),
        ("tokens/khong-co.json", {}, 404),
        ("requests.json", {"start_date": "hôm qua"}, 400),
        ("requests.json", {"start_date": "2026-01-01T00:00:00Z", "end_date": "2026-06-01T00:00:00Z"}, 400),
        ("requests.json", {"status": "late"}, 400),
        ("requests.json", {"service_code": "khong_co"}, 404),
        ("requests.json", {"page_size": "1001"}, 400),
        ("services.yaml", {}, 400),
        ("gi-do/khac.json", {}, 404),
    ],
)
def test_errors_have_the_shape_of_the_standard(counter: Any, path: str, params: dict[str, str], status: int) -> None:
    reply = counter.client.get(f"{ROOT}/{path}", params=params)

    assert reply.status_code == status
    assert [one["code"] for one in reply.json()] == [status]
    assert all(one["description"] for one in reply.json())


@pytest.mark.parametrize(
    ("changes", "status", "said"),
    [
        ({"api_key": "sai-khoa-sai-khoa-sai"}, 403, "api_key"),
        ({"api_key": ""}, 403, "api_key"),
        ({"service_code": "khong_co"}, 400, "service_code"),
        ({"first_name": "", "last_name": ""}, 400, "Họ tên"),
        ({"phone": ""}, 400, "Số điện thoại"),
        ({"phone": "12"}, 400, "Số điện thoại"),
        ({"description": ""}, 400, "Nội dung"),
        ({"attribute[consent]": ""}, 400, "Đồng ý"),
        ({"address_string": "", "attribute[procedure_code]": ""}, 400, "address_string"),
        ({"attribute[occurred_on]": "2999-01-01"}, 400, "Ngày"),
    ],
)  # fmt: skip
def test_a_request_that_cannot_be_taken_leaves_nothing(
    counter: Any, changes: dict[str, str], status: int, said: str
) -> None:
    for ending in ("json", "xml"):
        reply = counter.client.post(f"{ROOT}/requests.{ending}", data={**POST, **changes})
        assert reply.status_code == status
        assert said in reply.text
    assert Xml.fromstring(reply.content).findtext("error/code") == str(status)
    assert counter.count(CaseRow) == 0


def test_a_procedure_stands_for_the_place(counter: Any) -> None:
    made = sent(counter, address_string="", **{"attribute[sender_address]": "Số 5 đường số 2, phường Trấn Biên"})

    assert made["service_request_id"]


def test_no_key_is_configured_so_nobody_may_post(world: Any) -> None:
    with world.client() as client:
        assert client.post(f"{ROOT}/requests.json", data={**POST, "api_key": ""}).status_code == 403


def test_an_address_without_an_ending_leads_to_one(counter: Any) -> None:
    assert counter.client.get(f"{ROOT}/services").json()[0]["service_code"] == "pakn_hanh_vi"
    assert counter.client.get(f"{ROOT}/services", headers={"Accept": "text/xml"}).text.startswith("<?xml")


@pytest.fixture
def address(counter: Any) -> Iterator[str]:
    """The same application on a real port, for clients that bring their own HTTP."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(counter.client.app, log_level="error", ws="none", lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}{ROOT}"
    server.should_exit = True
    thread.join(10)
    listener.close()


@pytest.mark.parametrize("form", ["json", "xml"])
def test_the_client_georeport_from_pypi_reads_everything(counter: Any, address: str, form: str) -> None:
    georeport = pytest.importorskip("georeport", reason="the Open311 client 'georeport' is not installed (group dev)")
    code, slug = counter.published("Khai sinh cho con mất bao lâu?", "Trong ngày làm việc.")
    client = georeport.GeoReport(address, output_format=form)

    assert client.get_service_list()[0]["service_code"] == "pakn_hanh_vi"
    assert client.get_service_definition("pakn_hanh_vi")["service_code"] == "pakn_hanh_vi"
    found = client.get_service_requests(status="closed")
    one = found[0] if form == "json" else found  # an XML reader gives a single element as itself
    assert one["service_request_id"] == slug
    assert client.get_service_request(slug)["status"] == "closed"
    assert client.get_service_request(code)["service_code"] == "pakn_hanh_vi"


def test_the_client_civicbot_from_pypi_sends_a_request_and_follows_it(counter: Any, address: str) -> None:
    civicbot = pytest.importorskip(
        "civicbot.open311", reason="the Open311 client 'civicbot' is not installed (group dev)"
    )
    registry = pytest.importorskip("civicbot.registry")
    client = civicbot.Open311Client(registry.Endpoint(id="motcua", name="Một Cửa", base_url=address, write=True))

    made = client.create_request(
        "pakn_hanh_vi",
        dry_run=False,
        confirm="SEND",
        api_key=KEY,
        validate_remote=True,
        description=POST["description"],
        address_string=POST["address_string"],
        first_name="Hoa",
        last_name="Nguyễn Thị",
        phone="0912345678",
        attributes={"procedure_code": "1.001193", "consent": "1"},
    )
    code = made.response[0]["service_request_id"]
    assert client.get_request(code)["status"] == "open"
    assert client.get_token(made.response[0]["token"])[0]["service_request_id"] == code
