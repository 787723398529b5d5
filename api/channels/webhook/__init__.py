"""An office's own channel: messages come in signed, everything for its people goes out signed to one address."""
