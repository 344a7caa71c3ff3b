"""The lists of the dashboard, each a declaration: which kinds, columns, tabs and actions. One page shows them all."""
