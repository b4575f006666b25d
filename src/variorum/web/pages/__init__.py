"""One module per subject; each endpoint takes the site, a request and the suffix of a twin, and gives the answer."""
