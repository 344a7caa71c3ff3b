"""Changes of the local copy become events, and events reach workflows."""
