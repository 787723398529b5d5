"""The chat page in other places: in a frame on a government page, and on a kiosk that forgets the person."""
