"""The shapes that skills share: what they take, and how records appear in their answers."""
