"""What is kept between two runs: grants, connections, plans, audit and the shared rate limits."""
