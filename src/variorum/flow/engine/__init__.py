"""How the flow is run: on one machine, with asyncio for fetching and killable worker processes for reading."""
