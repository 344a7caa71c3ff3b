"""Lists over the local copy: any kinds together, filtered, sorted and added up, page by page."""
