"""Strings only: normalised forms, tokens, sentences, their alignment, numbers, addresses and encodings."""
