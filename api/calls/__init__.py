"""The hotline's call log: what was asked and answered on the phone, how long it took, whether it helped."""
