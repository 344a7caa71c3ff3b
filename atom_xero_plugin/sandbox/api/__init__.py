"""The accounting API around the resources: the gate, lists, filters, formats, refusals."""
