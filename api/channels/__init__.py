"""Messengers: a durable inbox, one conversation a person, an outbox that survives crashes, and Zalo on top of them.

Way of a message: webhook → :mod:`api.channels.inbox` (committed, then 200) → :mod:`api.channels.worker` → the chat
gateway → :mod:`api.channels.rendering` → :mod:`api.channels.outbox` → :mod:`api.channels.sender` → the channel's API.

What is guaranteed (tests/channels proves it): an event that got its 200 is worked off once, in the order of the
channel's time stamps for each person, and its replies are written once, in the same transaction. A reply whose fate is
unknown (crash or time-out after the request left) waits for the channel's echo; without an echo it is sent again. So a
message is sent at least once, and exactly once wherever the channel echoes within ``MOTCUA_CHANNEL_ECHO_SECONDS``.
"""
