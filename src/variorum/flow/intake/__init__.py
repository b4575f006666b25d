"""Other people's archives, and exports of ours, taken in: streaming, resumable, each thing at its place in time."""
