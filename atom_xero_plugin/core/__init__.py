"""What everything stands on: errors, money, time, settings. Imports none of the other folders."""
