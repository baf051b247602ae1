"""The name service of the tests: Python imports this where PYTHONPATH names its folder.

It knows one name, api.sipgate.com, if SIPGATE_PORT says on which port of this machine
it is; so no test can reach the real one, whatever breaks.
"""

import os
import socket
from typing import Any

look_up = socket.getaddrinfo


def getaddrinfo(host: Any, port: Any, *arguments: Any, **options: Any) -> Any:
    """Look up an address on this machine. Raises gaierror for any other name."""
    if host == "api.sipgate.com" and "SIPGATE_PORT" in os.environ:
        host, port = "127.0.0.1", int(os.environ["SIPGATE_PORT"])
    if host != "127.0.0.1":
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
    return look_up(host, port, *arguments, **options)


socket.getaddrinfo = getaddrinfo
