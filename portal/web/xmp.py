"""What a PDF says of itself in its metadata: title, language, and the two standards that it keeps.

PDF/A-3a and PDF/UA-1 in one file need the PDF/UA identifier beside the PDF/A one, and, because PDF/A knows only its own
list of properties, a description of the identifier's schema (ISO 19005-3, 6.6.2.3; ISO 14289-1, 5).
"""

from __future__ import annotations

from datetime import UTC, datetime
from html import escape

UA_CLAIM = b"""
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the file keeps</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""

_RDF_END = b"</rdf:RDF>"

_PACKET = """<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" pdfaid:part="3" pdfaid:conformance="A"/>
<rdf:Description rdf:about="" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" pdf:Producer="{producer}"/>
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title><rdf:Alt>
<rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title></rdf:Description>{dates}
</rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""

_DATES = """
<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/">
<xmp:CreateDate>{at}</xmp:CreateDate><xmp:ModifyDate>{at}</xmp:ModifyDate></rdf:Description>"""


class MetadataMissing(ValueError):
    """A file that should claim PDF/UA has no metadata to claim it in."""


def with_ua_claim(packet: bytes) -> bytes:
    """Put the PDF/UA identifier and the description of its schema into an XMP packet that has neither."""
    if packet.count(_RDF_END) != 1:
        raise MetadataMissing("no RDF in the metadata")
    return packet.replace(_RDF_END, UA_CLAIM + _RDF_END)


def packet_for(*, title: str, producer: str, made_at: datetime | None = None) -> bytes:
    """Make the XMP packet of a file that keeps PDF/A-3a and PDF/UA-1; the document information must say the same."""
    dates = _DATES.format(at=w3c_date(made_at)) if made_at else ""
    packet = _PACKET.format(title=escape(title, quote=False), producer=escape(producer), dates=dates)
    return with_ua_claim(packet.encode())


def w3c_date(at: datetime) -> str:
    """Write a moment as metadata does: "2026-11-18T21:05:00Z"."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def pdf_date(at: datetime) -> str:
    """Write a moment as the document information does: "D:20261118210500Z"."""
    return at.astimezone(UTC).strftime("D:%Y%m%d%H%M%SZ")
