"""A mail server in a process of its own: keeps each mail it accepts as a file, and can be held at a step.

    python -m tests.accounts.notices.sink FOLDER

Writes its port to FOLDER/port. While FOLDER/hold-STEP exists it waits there, having written FOLDER/at-STEP. Steps:
ehlo, rcpt, text (before a mail is accepted), answer (after). With FOLDER/refuse it refuses every recipient.
"""

from __future__ import annotations

import asyncio
import sys
import uuid
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP


class Kept:
    """What aiosmtpd asks at each step."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def wait(self, step: str) -> None:
        held = self.folder / f"hold-{step}"
        if held.exists():
            (self.folder / f"at-{step}").touch()
            while held.exists():
                await asyncio.sleep(0.02)

    async def handle_EHLO(  # noqa: N802  aiosmtpd's name
        self, _server: Any, session: Any, _envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        await self.wait("ehlo")
        session.host_name = hostname
        return responses

    async def handle_RCPT(  # noqa: N802
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        await self.wait("rcpt")
        if (self.folder / "refuse").exists():
            return "550 nobody of this name"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        await self.wait("text")
        being_written = self.folder / f"{uuid.uuid4().hex}.part"
        being_written.write_bytes(b"X-To: " + ",".join(envelope.rcpt_tos).encode() + b"\r\n" + envelope.content)
        being_written.rename(being_written.with_suffix(".eml"))
        await self.wait("answer")
        return "250 kept"


async def main(folder: Path) -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(Kept(folder), loop=loop), "127.0.0.1", 0)
    named = folder / "port.part"
    named.write_text(str(server.sockets[0].getsockname()[1]))
    named.rename(folder / "port")
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
