"""Variorum watches the news, keeps every version of every article, and shows what changed."""
