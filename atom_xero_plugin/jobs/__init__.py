"""When background work runs. Rooms below know nothing of it."""
