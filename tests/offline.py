"""Run the script offline: a stand-in on this machine answers for api.sipgate.com.

It is given the token ID and token of sipgate's documentation. Exits as the script does.
"""

import os
import signal
import subprocess
import sys
from pathlib import Path

if __name__ == "__main__":
    signal.signal(signal.SIGINT, lambda *_: sys.exit(130))
from stand_in import PUBLISHED_PAIR, StandIn, serving

SCRIPT = Path(__file__).parent.with_name("personal_access_token.py")


def main() -> int:
    """Return the script's exit status."""
    print("Offline: a stand-in answers, not api.sipgate.com.", file=sys.stderr)
    own = {n: v for n, v in os.environ.items() if not n.lower().endswith("_proxy")}
    with serving(StandIn()) as stand_in:
        environment = own | stand_in.environment | PUBLISHED_PAIR
        return subprocess.call([sys.executable, SCRIPT], env=environment)


if __name__ == "__main__":
    sys.exit(main())
