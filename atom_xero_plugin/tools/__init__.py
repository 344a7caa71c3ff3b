"""Skills as tools of AI models."""
