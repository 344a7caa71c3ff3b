"""The shapes that skills share: what they take, and how records look in their answers."""
