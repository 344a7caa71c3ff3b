"""Reports in shapes that people and programs can use."""
