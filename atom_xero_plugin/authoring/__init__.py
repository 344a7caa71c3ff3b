"""For people who write skills and triggers: the scaffold and the generated files."""
