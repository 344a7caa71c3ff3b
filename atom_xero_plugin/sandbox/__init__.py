"""The sandbox: a small Xero on this machine, for the first run, the demo and the tests.

It imports nothing of the rest of the package, so that it can be a witness against it.
"""
