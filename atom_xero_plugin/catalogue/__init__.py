"""What a skill and a trigger are, and which there are."""
