"""The ways in: command line, AI tools, HTTP service, web pages."""
