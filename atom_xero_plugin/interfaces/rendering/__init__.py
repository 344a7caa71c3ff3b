"""Answers as text: what the command line and the text of AI tools share. Only the shapes of answers decide."""
