"""The interfaces: command line, AI tools, HTTP service, web pages."""
