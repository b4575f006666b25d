"""Other people's archives and ours as files: bytes in, records out, and the other way round."""
