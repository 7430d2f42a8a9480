"""Reads of reviews: gathering a snapshot, reading it again, numbers with their sources, drafts, pages."""
