"""Plan documents (kế hoạch): reading them, our digests of five of them, and finding the passage asked for."""
