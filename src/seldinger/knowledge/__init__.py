"""Data only: references, thresholds, studies, devices and drugs, each entry with its source and status."""
