"""The codebook: its records, its file, and the changes that it goes through.

All behaviour follows from it: another study needs another `codebook.yaml`, never other code.
"""

from pipeline.codebook.file import LOADER, codebook_yaml, load_codebook, write_codebook
from pipeline.codebook.model import COLOURS, NONE, Code, Codebook, CodeKey, Convention, Dimension, Text, Words

__all__ = [
    "COLOURS",
    "LOADER",
    "NONE",
    "Code",
    "CodeKey",
    "Codebook",
    "Convention",
    "Dimension",
    "Text",
    "Words",
    "codebook_yaml",
    "load_codebook",
    "write_codebook",
]
