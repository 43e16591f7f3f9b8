"""Readers for annotated recordings: ELAN, EXMARaLDA, Praat, CHAT and Transcriber."""
