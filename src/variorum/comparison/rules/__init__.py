"""The rules of comparison, one module a subject: each takes a revision, gives the findings that it can prove."""
