"""A real SMTP server for tests: prints its port, then one JSON line for each mail, until its input is closed."""

import asyncio
import email
import email.policy
import json
import sys

from aiosmtpd.smtp import SMTP, AuthResult


class Handler:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("refused@"):
            return "550 5.1.1 No such user"
        if address.startswith("later@"):
            return "451 4.3.0 Try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        parts = [
            {"type": part.get_content_type(), "body": part.get_content()}
            for part in mail.walk()
            if not part.is_multipart()
        ]
        line = {
            "type": mail.get_content_type(),
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "headers": {name: str(value) for name, value in mail.items()},
            "parts": parts,
        }
        print(json.dumps(line), flush=True)
        return "250 OK"


def authenticate(server, session, envelope, mechanism, data):
    # Not handled: the server answers, 235 or 535.
    return AuthResult(success=data.password == b"right", handled=False)


async def main():
    loop = asyncio.get_running_loop()
    options = {"authenticator": authenticate, "auth_require_tls": False}
    server = await loop.create_server(lambda: SMTP(Handler(), **options), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


asyncio.run(main())
