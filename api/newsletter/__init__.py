"""The electronic newsletter of the office: its notices, its dates, and what changed about procedures."""
