"""The HTTP service: the JSON API, the login's way back, events as a stream, and a plain page."""
