"""What each kind of record means to people, one file a kind."""
