"""Handing one mail to the site's mail server, in two steps, so that it is known how far it came.

`Connection` goes as far as the server will take the recipient; nothing of the text was told by then. `hand_over` tells
it. What fails before may be tried again; what fails while the text is handed over may have arrived.
"""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from types import TracebackType
from typing import Any, Self


class NotTaken(RuntimeError):
    """The server did not take the mail; nothing of it arrived. The message is the kind of refusal only."""


class PerhapsTaken(RuntimeError):
    """The connection ended while the text was handed over: the mail may have arrived or not."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail is handed over, and from whom it is. `host` empty: this site sends no mail."""

    host: str
    port: int
    starttls: bool
    user: str
    password: str
    sender: str
    timeout: float

    @classmethod
    def of(cls, config: Mapping[str, Any]) -> MailServer:
        return cls(
            host=config["MAIL_HOST"],
            port=config["MAIL_PORT"],
            starttls=config["MAIL_STARTTLS"],
            user=config["MAIL_USER"],
            password=config["MAIL_PASSWORD"],
            sender=config["MAIL_FROM"],
            timeout=config["MAIL_TIMEOUT"],
        )


class Connection:
    """One connection for one mail: up to the recipient at `__enter__`, the text at `hand_over`."""

    def __init__(self, server: MailServer, recipient: str) -> None:
        self._server, self._recipient = server, recipient
        self._smtp = smtplib.SMTP(timeout=server.timeout)

    def __enter__(self) -> Self:
        try:
            self._introduce()
        except (OSError, smtplib.SMTPException) as error:
            self._smtp.close()
            raise NotTaken(type(error).__name__) from None
        return self

    def _introduce(self) -> None:
        smtp, server = self._smtp, self._server
        smtp.connect(server.host, server.port)
        smtp.ehlo_or_helo_if_needed()
        if server.starttls:
            smtp.starttls(context=ssl.create_default_context())
            smtp.ehlo()
        if server.user:
            smtp.login(server.user, server.password)
        self._expect(smtp.mail(server.sender), smtplib.SMTPSenderRefused.__name__)
        self._expect(smtp.rcpt(self._recipient), smtplib.SMTPRecipientsRefused.__name__)

    @staticmethod
    def _expect(answer: tuple[int, bytes], refusal: str) -> None:
        if answer[0] not in (250, 251):
            raise NotTaken(f"{refusal} {answer[0]}")

    def hand_over(self, message: EmailMessage) -> None:
        """Tell the text. NotTaken when the server said no to it, PerhapsTaken when it said nothing."""
        try:
            code, _answer = self._smtp.data(message.as_bytes(policy=message.policy.clone(linesep="\r\n")))
        except smtplib.SMTPDataError as error:
            raise NotTaken(f"{type(error).__name__} {error.smtp_code}") from None
        except (OSError, smtplib.SMTPException) as error:
            raise PerhapsTaken(type(error).__name__) from None
        if code != 250:
            raise NotTaken(f"{smtplib.SMTPDataError.__name__} {code}")

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._smtp.close()
