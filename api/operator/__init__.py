"""The hotline's console: find a procedure while somebody is on the phone, read it out, send it by SMS."""
