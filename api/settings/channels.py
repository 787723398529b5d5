"""How the product reaches people elsewhere: Zalo, Zalo Bot, the office's own channel."""

from __future__ import annotations

import re
from typing import Literal

from pydantic import Field, SecretStr, field_validator

from api.settings.kinds import Group, Seconds, WebAddress

_SHARED_SECRET_LENGTH = 32
_DIGITS = r"^\d{0,32}$"
_NOTICE_FIELD = re.compile(r"([A-Za-z]\w{0,39})=(code|event)")


class ChannelSettings(Group):
    """Messengers and webhooks."""

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
    zalo_link: WebAddress = Field(
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
    zalo_api_url: WebAddress = Field("https://openapi.zalo.me", description="Address of Zalo's open API.")
    zalo_oauth_url: WebAddress = Field("https://oauth.zaloapp.com", description="Address of Zalo's token service.")
    zalo_bot_token: SecretStr = Field(SecretStr(""), description="Token of a Zalo Bot; empty: that channel is off.")
    zalo_bot_secret: SecretStr = Field(
        SecretStr(""), description="Secret Zalo Bot shows at the webhook, 8 to 256 characters."
    )
    zalo_bot_url: WebAddress = Field("https://bot-api.zaloplatforms.com", description="Address of the Zalo Bot API.")
    webhook_url: WebAddress = Field(
        "", description="Address of the office's own channel that gets what is for its people."
    )
    webhook_secret: SecretStr = Field(
        SecretStr(""), description="Secret shared with that channel; signs both ways; at least 32 characters."
    )
    webhook_timeout: Seconds = Field(10.0, description="Seconds the office's channel may take for one message.")
    channel_echo_seconds: float = Field(
        45.0, ge=0, le=3600, description="Seconds a message of unknown fate waits for its echo before a new try."
    )
    channel_keep_days: int = Field(
        7, ge=1, le=365, description="Days the keys of worked-off events and sent messages are kept."
    )

    @field_validator("webhook_secret")
    @classmethod
    def _is_channel_secret(cls, value: SecretStr) -> SecretStr:
        if 0 < len(value.get_secret_value()) < _SHARED_SECRET_LENGTH:
            raise ValueError(f"phải có ít nhất {_SHARED_SECRET_LENGTH} ký tự")
        return value

    @field_validator("zalo_notice_fields")
    @classmethod
    def _are_notice_fields(cls, value: str) -> str:
        if any(not _NOTICE_FIELD.fullmatch(one.strip()) for one in value.split(",") if one.strip()):
            raise ValueError("phải có dạng tên=code hoặc tên=event, cách nhau bằng dấu phẩy")
        return value

    @field_validator("zalo_bot_secret")
    @classmethod
    def _is_bot_secret(cls, value: SecretStr) -> SecretStr:
        if value.get_secret_value() and not 8 <= len(value.get_secret_value()) <= 256:
            raise ValueError("phải có từ 8 đến 256 ký tự")
        return value

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
