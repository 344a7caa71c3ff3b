"""The editor of documents: what a person types, kept as it is until a skill takes it."""
