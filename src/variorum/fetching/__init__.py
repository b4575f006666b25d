"""Takes a request, gives a capture, politely and safely, or the failure that it met.

async with AiohttpTransport(NetworkPolicy(), clock) as transport:
    fetcher = Fetcher(transport, clock, Politeness(contact="desk@paper.example"), known_hosts)
    outcome = await fetcher.get(Request("https://paper.example/news"))
    store(fetcher.learnt())
"""

from variorum.fetching.agent import user_agent
from variorum.fetching.aiohttp_transport import AiohttpTransport
from variorum.fetching.browser_transport import BrowserTransport
from variorum.fetching.fetcher import Fetcher, Request
from variorum.fetching.policy import NetworkPolicy, Resolution, parse_network, parse_resolve
from variorum.fetching.politeness import Politeness
from variorum.fetching.posting import posted
from variorum.fetching.transport import Limits, Response, Transport

__all__ = [
    "AiohttpTransport",
    "BrowserTransport",
    "Fetcher",
    "Limits",
    "NetworkPolicy",
    "Politeness",
    "Request",
    "Resolution",
    "Response",
    "Transport",
    "parse_network",
    "parse_resolve",
    "posted",
    "user_agent",
]
