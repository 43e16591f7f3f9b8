"""Readers for documents of paragraphs: Word, OpenDocument, rich text, PDF and web pages."""
