"""The pages of reports: what each takes from its address, what it asks of a skill, and how the answer is shown."""
