"""The one entry for every call: find, validate, authorise, plan or run, audit, answer."""
