"""The one web process: chat gateway, public API, action host, storage and the supervisor that starts it all."""
