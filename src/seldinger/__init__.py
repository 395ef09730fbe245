"""An open, computable care pathway for the transarterial treatment of neuroendocrine liver metastases."""

__version__ = "0.1.0"
