"""Every setting of the product: an environment variable ``MOTCUA_*`` with a safe default (docs/settings.md)."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from api.dossiers.mapping import Mapping
from api.handover.hours import OfficeHours
from api.wording import validation_sentence
from knowledge.errors import ConfigurationError

PREFIX = "MOTCUA_"
_SECRET_LENGTH = 16
_SHARED_SECRET_LENGTH = 32
_URL_SCHEMES = ("http://", "https://")
_DATABASES = ("sqlite:", "postgresql+psycopg:")
_MAIL_SCHEMES = ("smtp", "smtp+starttls", "smtps")
_MAIL_ADDRESS = re.compile(r"[A-Za-z0-9._%+\-]{1,64}@[A-Za-z0-9.\-]{1,190}")
_FERNET_KEY = re.compile(r"[A-Za-z0-9_-]{43}=")
_DIGITS = r"^\d{0,32}$"
_NOTICE_FIELD = re.compile(r"([A-Za-z]\w{0,39})=(code|event)")

_Seconds = Annotated[float, Field(gt=0, le=300)]


class Settings(BaseSettings):
    """What a deployment can decide. :meth:`load` turns nonsense into one clear line."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="ignore")

    data: Path = Field(Path("var"), description="Folder of everything a deployment keeps.")
    database_url: str = Field("", description="SQLAlchemy URL; empty: SQLite in the data folder.")
    province: str | None = Field(None, description="Province served; records of other provinces stay out of answers.")
    encoder: str | None = Field(None, description="A sentence-transformers model; empty: the shipped encoder.")
    host: str = Field("127.0.0.1", min_length=1, description="Address the web server listens on.")
    port: int = Field(8000, ge=0, le=65535, description="Port the web server listens on; 0: any free one.")
    trusted_proxies: str = Field("127.0.0.1", description="Proxies whose X-Forwarded-For is believed, comma-separated.")
    project: Path = Field(
        Path(__file__).resolve().parents[1], description="Folder that holds config.yml and bot/ (the checkout)."
    )
    model: Path | None = Field(None, description="Trained bot model (.tar.gz); empty: trained into the data folder.")
    rasa_url: str = Field("", description="A Rasa server that runs already; empty: `motcua serve` starts one.")
    gateway_token: SecretStr = Field(SecretStr(""), description="Secret the gateway shows to Rasa; empty: generated.")
    action_token: SecretStr = Field(SecretStr(""), description="Secret Rasa shows to us; empty: generated.")
    metrics_token: SecretStr = Field(
        SecretStr(""), description="Bearer token for /metrics from other machines; empty: this machine only."
    )
    rasa_timeout: _Seconds = Field(6.0, description="Seconds a turn waits for Rasa before search answers.")
    action_timeout: _Seconds = Field(8.0, description="Seconds an action may take.")
    message_characters: int = Field(2000, ge=100, le=10000, description="Characters of a question that are read.")
    body_bytes: int = Field(131072, ge=1024, le=16777216, description="Bytes of a request body from outside.")
    session_turns: int = Field(60, ge=5, le=500, description="Turns before a new Rasa session takes over the context.")
    rate_per_address: int = Field(300, ge=0, le=1000000, description="Requests a minute from one address; 0: no limit.")
    rate_per_conversation: int = Field(
        30, ge=0, le=1000000, description="Messages a minute in one conversation; 0: no limit."
    )
    retention_days: int = Field(90, ge=1, le=3650, description="Days a conversation is kept after its last message.")
    secret_key: SecretStr = Field(
        SecretStr(""), description="Keys that seal personal data, the newest first; empty: made in the data folder."
    )
    office_name: str = Field("", max_length=150, description="Office that receives PAKN, as people know it.")
    pakn_prefix: str = Field("KN", pattern="^[A-Z]{1,6}$", description="Letters in front of a tracking code.")
    pakn_forward_days: int = Field(5, ge=1, le=60, description="Working days until a PAKN is forwarded.")
    pakn_forward_source: str = Field(
        "Nghị định 20/2008/NĐ-CP (sửa đổi bởi 48/2013/NĐ-CP, 92/2017/NĐ-CP): chuyển trong 5 ngày làm việc",
        max_length=300,
        description="Where the time for forwarding comes from.",
    )
    pakn_answer_days: int = Field(20, ge=1, le=365, description="Days until a PAKN is answered.")
    pakn_answer_source: str = Field(
        "Quyết định 574/QĐ-TTg ngày 25/04/2017: trả lời trong 20 ngày",
        max_length=300,
        description="Where the time for an answer comes from.",
    )
    pakn_update_days: int = Field(7, ge=1, le=60, description="Working days between two updates about a delay.")
    pakn_update_source: str = Field(
        "Quyết định 574/QĐ-TTg ngày 25/04/2017: cập nhật mỗi 7 ngày làm việc khi quá hạn",
        max_length=300,
        description="Where the time between updates comes from.",
    )
    pakn_soon_days: int = Field(
        3, ge=0, le=30, description="Working days before a deadline in which it is shown as near."
    )
    pakn_pause_waiting: bool = Field(True, description="Time in which the sender is asked for more does not count.")
    pakn_four_eyes: bool = Field(True, description="An answer is approved by somebody else than its author.")
    attachment_bytes: int = Field(10485760, ge=1024, le=52428800, description="Bytes of one attached file.")
    attachment_count: int = Field(5, ge=0, le=20, description="Files with one PAKN; 0: none are taken.")
    consent_version: str = Field("1", min_length=1, max_length=32, description="Version of the consent text in force.")
    public_url: str = Field("", description="Address people open this product at; empty: links stay relative.")
    rate_lookups: int = Field(
        20, ge=0, le=1000000, description="Wrong tries an hour to open a PAKN, from one address; 0: no limit."
    )
    georeport_keys: SecretStr = Field(
        SecretStr(""), description="Keys of programs that may send through Open311, comma-separated; empty: none may."
    )
    smtp_url: SecretStr = Field(
        SecretStr(""), description="Mail server, smtp+starttls://user:password@host:port; empty: no notices are sent."
    )
    mail_from: str = Field("", max_length=200, validate_default=True, description="Address notices are sent from.")
    smtp_timeout: _Seconds = Field(30.0, description="Seconds the mail server may take for each step.")
    notice_tries: int = Field(12, ge=1, le=50, description="Tries before a notice is given up.")
    retention_draft_days: int = Field(
        30, ge=1, le=36500, description="Days a PAKN that was begun and not sent is kept after its last change."
    )
    retention_attachment_days: int = Field(
        180, ge=1, le=36500, description="Days files of a PAKN are kept after its handling has ended."
    )
    retention_person_days: int = Field(
        365, ge=1, le=36500, description="Days until a PAKN whose handling has ended loses its sender."
    )
    retention_notice_days: int = Field(90, ge=1, le=36500, description="Days a notice is kept after it was written.")
    retention_quality_days: int = Field(
        365, ge=1, le=36500, description="Days closed reports of wrong records and taken-back additions are kept."
    )
    zalo_app_id: str = Field("", pattern=_DIGITS, description="Id of the app on Zalo for Developers.")
    zalo_app_secret: SecretStr = Field(SecretStr(""), description="Secret key of that app; refreshes tokens.")
    zalo_oa_id: str = Field("", pattern=_DIGITS, description="Id of the Official Account.")
    zalo_oa_secret: SecretStr = Field(SecretStr(""), description="OA secret key; proves that an event is Zalo's.")
    zalo_signed_by: Literal["app_id", "oa_id"] = Field(
        "app_id", description="Which id stands in the signature of an event: app_id as documented, or oa_id."
    )
    zalo_stale_seconds: int = Field(
        10800, ge=0, le=604800, description="Age beyond which an event is refused (repeats take 2 hours); 0: any."
    )
    zalo_refresh_token: SecretStr = Field(
        SecretStr(""), description="First refresh token; `motcua zalo connect` does the same without a setting."
    )
    zalo_quiet_minutes: int = Field(
        30, ge=0, le=1440, description="Minutes the assistant keeps still after a human answered in Zalo's own tool."
    )
    zalo_link: str = Field(
        "", description="Address that opens the OA for citizens, as Zalo's tool shows it; empty: made of the OA id."
    )
    zalo_buttons: bool = Field(True, description="Send buttons beside the numbered menu in the text.")
    zalo_payload_prefix: str = Field("#", max_length=4, description="Sign in front of what a button sends.")
    zalo_template_type: str = Field(
        "", pattern="^[a-z_]{0,32}$", description="template_type of a message with buttons; empty: none, as documented."
    )
    zalo_billed_window: bool = Field(
        False, description="Also send between 48 hours and 7 days after the person's last message, which Zalo bills."
    )
    zalo_notice_template: str = Field(
        "", pattern=_DIGITS, description="Approved ZBS template for news about a PAKN after the window; empty: none."
    )
    zalo_notice_fields: str = Field(
        "ma_ho_so=code,trang_thai=event", description="Parameters of that template: name=code or name=event."
    )
    zalo_sends_per_minute: int = Field(
        3600, ge=1, le=100000, description="Messages a minute for the whole app; Zalo allows 4,000."
    )
    zalo_api_url: str = Field("https://openapi.zalo.me", description="Address of Zalo's open API.")
    zalo_oauth_url: str = Field("https://oauth.zaloapp.com", description="Address of Zalo's token service.")
    zalo_bot_token: SecretStr = Field(SecretStr(""), description="Token of a Zalo Bot; empty: that channel is off.")
    zalo_bot_secret: SecretStr = Field(
        SecretStr(""), description="Secret Zalo Bot shows at the webhook, 8 to 256 characters."
    )
    zalo_bot_url: str = Field("https://bot-api.zaloplatforms.com", description="Address of the Zalo Bot API.")
    webhook_url: str = Field("", description="Address of the office's own channel that gets what is for its people.")
    webhook_secret: SecretStr = Field(
        SecretStr(""), description="Secret shared with that channel; signs both ways; at least 32 characters."
    )
    webhook_timeout: _Seconds = Field(10.0, description="Seconds the office's channel may take for one message.")
    channel_echo_seconds: float = Field(
        45.0, ge=0, le=3600, description="Seconds a message of unknown fate waits for its echo before a new try."
    )
    channel_keep_days: int = Field(
        7, ge=1, le=365, description="Days the keys of worked-off events and sent messages are kept."
    )
    handover_enabled: bool = Field(False, description="People who ask for a person can talk with an operator.")
    handover_hours: str = Field(
        "T2-T6 07:30-11:30, 13:30-17:00", max_length=300, description="When operators are there, local time."
    )
    handover_holidays: bool = Field(False, description="Operators are there on public holidays too.")
    handover_wait_minutes: int = Field(
        10, ge=1, le=480, description="Minutes after which a person whom nobody has taken is told the other ways."
    )
    handover_silent_seconds: int = Field(
        180, ge=30, le=3600, description="Seconds without a sign of an operator's page until the person waits again."
    )
    retention_call_days: int = Field(
        365, ge=1, le=36500, description="Days the words of the hotline's call log are kept; numbers stay."
    )
    retention_event_days: int = Field(
        90, ge=1, le=36500, description="Days registrations for an event are kept after it has begun."
    )
    dossier_url: str = Field("", description="Address of the office's look-up of dossiers, with {code}; empty: none.")
    dossier_header: str = Field(
        "Authorization", pattern=r"^[A-Za-z0-9\-]{1,64}$", description="Header in which the secret is shown to it."
    )
    dossier_secret: SecretStr = Field(SecretStr(""), description="Whole value of that header; empty: none is sent.")
    dossier_fields: str = Field(
        "state=state", max_length=500, description="Where in its JSON: state, code, updated, due, agency (name=path)."
    )
    dossier_states: str = Field(
        "", max_length=2000, description="Its words for the nine states (word=state); the states' own names are known."
    )
    dossier_timeout: _Seconds = Field(5.0, description="Seconds a look-up of a dossier may take.")
    rate_dossiers: int = Field(
        10, ge=0, le=1000000, description="Dossiers a minute for one address or conversation; 0: no limit."
    )
    import_bytes: int = Field(
        268435456, ge=1048576, le=4294967296, description="Bytes of all files of one import in the console."
    )
    data_stale_days: int = Field(
        90, ge=1, le=3650, description="Days after which the console calls the procedures' data old."
    )
    link_timeout: _Seconds = Field(15.0, description="Seconds the check of links waits for one answer.")
    link_pause_seconds: float = Field(
        1.0, ge=0, le=60, description="Seconds each of the two connections to a host rests between two links."
    )
    link_private: bool = Field(False, description="The check of links may ask addresses inside the office's network.")
    embed_origins: str = Field("", description="Sites that may embed the chat (origins, comma-separated); empty: none.")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", description="Least weight that is logged.")

    @field_validator("data", "project", "model")
    @classmethod
    def _absolute(cls, value: Path | None) -> Path | None:
        return value.expanduser().resolve() if value else None

    @field_validator("province", "model", "encoder", mode="before")
    @classmethod
    def _empty_is_none(cls, value: object) -> object:
        return None if isinstance(value, str) and not value.strip() else value

    @field_validator("gateway_token", "action_token", "metrics_token")
    @classmethod
    def _long_enough(cls, value: SecretStr) -> SecretStr:
        if 0 < len(value.get_secret_value()) < _SECRET_LENGTH:
            raise ValueError(f"phải có ít nhất {_SECRET_LENGTH} ký tự")
        return value

    @field_validator("webhook_secret")
    @classmethod
    def _is_channel_secret(cls, value: SecretStr) -> SecretStr:
        if 0 < len(value.get_secret_value()) < _SHARED_SECRET_LENGTH:
            raise ValueError(f"phải có ít nhất {_SHARED_SECRET_LENGTH} ký tự")
        return value

    @field_validator("secret_key")
    @classmethod
    def _are_keys(cls, value: SecretStr) -> SecretStr:
        for key in value.get_secret_value().replace(",", " ").split():
            if not _FERNET_KEY.fullmatch(key):
                raise ValueError("phải là khoá Fernet (44 ký tự); xem docs/settings.md")
        return value

    @field_validator("georeport_keys")
    @classmethod
    def _long_keys(cls, value: SecretStr) -> SecretStr:
        keys = [key.strip() for key in value.get_secret_value().split(",")]
        if any(0 < len(key) < _SECRET_LENGTH for key in keys):
            raise ValueError(f"mỗi khoá phải có ít nhất {_SECRET_LENGTH} ký tự")
        return value

    @field_validator("smtp_url")
    @classmethod
    def _is_mail_server(cls, value: SecretStr) -> SecretStr:
        url = value.get_secret_value()
        if not url:
            return value
        try:
            parts = urlsplit(url)
            known = parts.scheme in _MAIL_SCHEMES and parts.hostname and (parts.port is None or parts.port > 0)
        except ValueError:
            known = None
        if not known or parts.path.strip("/") or bool(parts.username) != bool(parts.password):
            raise ValueError("phải có dạng smtp+starttls://người-dùng:mật-khẩu@máy-chủ:cổng (hoặc smtps://, smtp://)")
        return value

    @field_validator("mail_from")
    @classmethod
    def _is_address(cls, value: str, info: ValidationInfo) -> str:
        server = info.data.get("smtp_url")
        if not value and server and server.get_secret_value():
            raise ValueError("cần có khi đã đặt MOTCUA_SMTP_URL")
        if value and not _MAIL_ADDRESS.fullmatch(value):
            raise ValueError("phải là một địa chỉ thư điện tử, ví dụ pakn@example.vn")
        return value

    @field_validator("zalo_notice_fields")
    @classmethod
    def _are_notice_fields(cls, value: str) -> str:
        if any(not _NOTICE_FIELD.fullmatch(one.strip()) for one in value.split(",") if one.strip()):
            raise ValueError("phải có dạng tên=code hoặc tên=event, cách nhau bằng dấu phẩy")
        return value

    @field_validator("dossier_url")
    @classmethod
    def _is_look_up(cls, value: str) -> str:
        if value and not (value.startswith(_URL_SCHEMES) and value.count("{code}") == 1 and urlsplit(value).hostname):
            raise ValueError("phải bắt đầu bằng http:// hoặc https:// và có đúng một chỗ {code}")
        return value

    @field_validator("dossier_secret")
    @classmethod
    def _fits_a_header(cls, value: SecretStr) -> SecretStr:
        if not re.fullmatch(r"[\x21-\x7e]?|[\x21-\x7e][\x20-\x7e]*[\x21-\x7e]", value.get_secret_value()):
            raise ValueError("chỉ gồm chữ, số và dấu không dấu tiếng Việt, không có khoảng trắng ở đầu và cuối")
        return value

    @field_validator("dossier_fields")
    @classmethod
    def _are_dossier_fields(cls, value: str) -> str:
        try:
            Mapping.read(value, "")
        except ValueError:
            raise ValueError("phải có dạng state=du_lieu.trang_thai,due=du_lieu.ngay_hen; cần có state") from None
        return value

    @field_validator("dossier_states")
    @classmethod
    def _are_dossier_states(cls, value: str) -> str:
        try:
            Mapping.read("state=state", value)
        except ValueError:
            raise ValueError("phải có dạng 1=da_tiep_nhan,2=yeu_cau_bo_sung; xem chín trạng thái ở tài liệu") from None
        return value

    @field_validator("zalo_bot_secret")
    @classmethod
    def _is_bot_secret(cls, value: SecretStr) -> SecretStr:
        if value.get_secret_value() and not 8 <= len(value.get_secret_value()) <= 256:
            raise ValueError("phải có từ 8 đến 256 ký tự")
        return value

    @field_validator(
        "rasa_url", "zalo_api_url", "zalo_oauth_url", "zalo_bot_url", "zalo_link", "public_url", "webhook_url"
    )
    @classmethod
    def _is_http(cls, value: str) -> str:
        if value and not value.startswith(_URL_SCHEMES):
            raise ValueError("phải bắt đầu bằng http:// hoặc https://")
        return value.rstrip("/")

    @field_validator("handover_hours")
    @classmethod
    def _are_hours(cls, value: str) -> str:
        try:
            OfficeHours.read(value)
        except ValueError:
            raise ValueError("phải có dạng T2-T6 07:30-11:30, 13:30-17:00; T7 07:30-11:30") from None
        return value

    @field_validator("embed_origins")
    @classmethod
    def _are_origins(cls, value: str) -> str:
        if any(
            not re.fullmatch(r"https?://[A-Za-z0-9.\-]+(:\d{1,5})?", one) for one in value.replace(",", " ").split()
        ):
            raise ValueError("mỗi trang ghi dạng https://ten-mien, cách nhau bằng dấu phẩy")
        return value

    @field_validator("database_url")
    @classmethod
    def _is_known_database(cls, value: str) -> str:
        if value and not value.startswith(_DATABASES):
            raise ValueError("chỉ nhận sqlite:///… hoặc postgresql+psycopg://…")
        return value

    @classmethod
    def load(cls, **overrides: object) -> Self:
        """Read the environment; ``overrides`` (by field name) win over it.

        Raises:
            ConfigurationError: for the first setting that makes no sense.
        """
        try:
            return cls(**overrides)  # type: ignore[arg-type]
        except ValidationError as error:
            first = error.errors()[0]
            name = PREFIX + str(first["loc"][0]).upper()
            raise ConfigurationError(name, validation_sentence(first["type"], first.get("ctx"))) from None

    @property
    def zalo_ready(self) -> bool:
        """Whether everything a Zalo Official Account needs is configured."""
        signer = self.zalo_oa_id if self.zalo_signed_by == "oa_id" else self.zalo_app_id
        secrets = (self.zalo_app_secret, self.zalo_oa_secret)
        return bool(self.zalo_app_id and signer and all(one.get_secret_value() for one in secrets))

    @property
    def zalo_address(self) -> str:
        """Address that opens the Official Account for a citizen; empty where none is configured."""
        if self.zalo_link or not (self.zalo_ready and self.zalo_oa_id):
            return self.zalo_link
        return f"https://zalo.me/{self.zalo_oa_id}"

    @property
    def zalo_bot_ready(self) -> bool:
        """Whether everything a Zalo Bot needs is configured."""
        return bool(self.zalo_bot_token.get_secret_value() and self.zalo_bot_secret.get_secret_value())

    @property
    def webhook_ready(self) -> bool:
        """Whether everything the office's own channel needs is configured."""
        return bool(self.webhook_url and self.webhook_secret.get_secret_value())

    @property
    def zalo_notice_parameters(self) -> dict[str, str]:
        """Parameters of the notice template: name → ``code`` or ``event``."""
        pairs = (_NOTICE_FIELD.fullmatch(one.strip()) for one in self.zalo_notice_fields.split(","))
        return {pair.group(1): pair.group(2) for pair in pairs if pair}

    @property
    def snapshots(self) -> Path:
        """Folder of the snapshots (``Knowledge.open`` takes it)."""
        return self.data / "snapshots"

    @property
    def logs(self) -> Path:
        """Folder of the log files ``motcua serve`` writes."""
        return self.data / "logs"

    @property
    def database(self) -> str:
        """The SQLAlchemy URL in force."""
        return self.database_url or f"sqlite:///{self.data / 'motcua.db'}"
