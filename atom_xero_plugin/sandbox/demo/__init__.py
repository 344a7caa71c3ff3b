"""The demo companies and their year of business."""
