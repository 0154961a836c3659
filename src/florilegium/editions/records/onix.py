"""ONIX for Books, by which publishers tell the trade what they sell: a product for each format.

Release 3.1 and 3.0 (EDItEUR), reference tags. Codes are those of the code lists, whose numbers stand beside
them. No price and no market is named: the manifest knows neither.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.book.bibliographic import Affiliation, Copyright, Grant, Licence, Subject
from florilegium.book.model import Article, Contributor
from florilegium.editions.records.described_book import (
    DescribedBook,
    Role,
    article_prefix,
    bibliographic_language,
    biography_of,
    family_and_given,
    one_line,
)
from florilegium.editions.records.record_xml import add, add_all, to_xml

#: By format: product form (list 150) and its detail (list 175).
_FORMS: Final = {
    "epub": ("ED", "E101"),
    "pdf": ("ED", "E107"),
    "paperback": ("BC", ""),
    "hardback": ("BB", ""),
    "web_edition": ("EC", "E105"),
}
_PAPER: Final = frozenset({"paperback", "hardback"})

#: List 17.
_ROLES: Final = {
    Role.AUTHOR: "A01",
    Role.EDITOR: "B01",
    Role.INTRODUCER: "A24",
    Role.FOREWORD: "A23",
    Role.AFTERWORD: "A19",
    Role.SUPPLEMENT: "A32",
}

#: Schemes of subjects (list 27) and of Thema's qualifiers, by the digit with which they begin.
_SCHEMES: Final = {"BISAC": "10", "Thema": "93", "LCSH": "04"}
_QUALIFIERS: Final = {"1": "94", "2": "95", "3": "96", "4": "97", "5": "98", "6": "99"}
_KEYWORDS: Final = "20"

#: What an EPUB says of itself in schema.org's words, in those of list 196.
_ACCESSIBILITY: Final = {
    "tableOfContents": "11",
    "index": "12",
    "readingOrder": "13",
    "alternativeText": "14",
    "pageBreakMarkers": "19",
    "structuralNavigation": "29",
    "ARIA": "30",
    "displayTransformability": "36",
    "pageNavigation": "41",
}

#: The claim of conformance that our EPUBs make, part by part (list 196).
_CLAIMS: Final = {"EPUB Accessibility 1.1": "04", "WCAG 2.2": "82", "Level AA": "85"}

#: Parents and children that came with release 3.1.
_NEW_IN_3_1: Final = (
    ("ProfessionalAffiliation", "AffiliationIdentifier"),
    ("ContentItem", "EpubLicense"),
    ("ContentItem", "CopyrightStatement"),
)


def onix_message(described: Iterable[DescribedBook], release: str) -> bytes:
    """Return the message of release `3.1` or `3.0` on some books, whose first one dates it."""
    books = tuple(described)
    namespace = f"http://ns.editeur.org/onix/{release}/reference"
    root = etree.Element(f"{{{namespace}}}ONIXMessage", {"release": release}, nsmap={None: namespace})
    _header(add(root, "Header"), books[0])
    for one in books:
        for format_ in sold_formats(one):
            _product(add(root, "Product"), one, format_)
    if release == "3.0":
        _leave_out_what_is_new(root)
    return to_xml(root)


def _leave_out_what_is_new(root: Element) -> None:
    """Take out of a message of 3.0 what only 3.1 has (EDItEUR, Summary of changes in release 3.1)."""
    for path in _NEW_IN_3_1:
        for parent in root.iter(f"{{*}}{path[0]}"):
            for entry in parent.findall(f"{{*}}{path[1]}"):
                parent.remove(entry)


def sold_formats(described: DescribedBook) -> tuple[str, ...]:
    """Return the formats that have a product of their own: those that exist or have an ISBN."""
    known = {*described.formats, *dict(described.book.metadata.record.isbns)}
    return tuple(format_ for format_ in _FORMS if format_ in known)


def _header(header: Element, described: DescribedBook) -> None:
    metadata = described.book.metadata
    sender = add(header, "Sender")
    add(sender, "SenderName", metadata.publisher)
    add_all(sender, {"EmailAddress": metadata.record.publisher.contact.removeprefix("mailto:")})
    add(header, "SentDateTime", f"{described.made:%Y%m%dT%H%M%SZ}")


def _product(product: Element, described: DescribedBook, format_: str) -> None:
    metadata = described.book.metadata
    add(product, "RecordReference", f"{metadata.identifier}:{format_}")
    add(product, "NotificationType", "03")
    add(product, "RecordSourceType", "01")
    add(product, "RecordSourceName", metadata.publisher)
    _numbers(product, described, format_)
    _descriptive(add(product, "DescriptiveDetail"), described, format_)
    _collateral(product, described)
    _contents(add(product, "ContentDetail"), described, format_)
    _publishing(add(product, "PublishingDetail"), described)
    _related(product, described, format_)


def _numbers(product: Element, described: DescribedBook, format_: str) -> None:
    """Name a format: by its ISBN, else by the book's own number with the format beside it (list 5)."""
    record = described.book.metadata.record
    isbn = record.isbn(format_)
    if isbn:
        _identifier(product, "ProductIdentifier", "15", isbn)
    else:
        number = f"{described.number}:{format_}"
        _identifier(product, "ProductIdentifier", "01", number, "Florilegium")
    if record.doi:
        _identifier(product, "ProductIdentifier", "06", record.doi)


def _identifier(parent: Element, name: str, code: str, value: str, type_name: str = "") -> None:
    """Write an identifier; the element of its kind is called after it (`NameIdentifier`, `NameIDType`)."""
    identifier = add(parent, name)
    add(identifier, name.replace("Identifier", "IDType"), code)
    add_all(identifier, {"IDTypeName": type_name})
    add(identifier, "IDValue", value)


def _descriptive(detail: Element, described: DescribedBook, format_: str) -> None:
    metadata = described.book.metadata
    form, form_detail = _FORMS[format_]
    add(detail, "ProductComposition", "00")
    add(detail, "ProductForm", form)
    add_all(detail, {"ProductFormDetail": form_detail})
    if format_ == "epub":
        _accessibility(detail, described)
    if format_ not in _PAPER:
        add(detail, "PrimaryContentType", "10")
        add(detail, "EpubTechnicalProtection", "00")
        _licence(detail, metadata.record.licence)
    _series(detail, described)
    _title(detail, metadata.title, metadata.subtitle, metadata.language)
    _people(detail, described.people)
    add_all(detail, {"EditionStatement": metadata.edition})
    for language in described.languages:
        entry = add(detail, "Language")
        add(entry, "LanguageRole", "01")
        add(entry, "LanguageCode", language)
    if described.pages:
        extent = add(detail, "Extent")
        add(extent, "ExtentType", "07" if format_ in {*_PAPER, "pdf"} else "08")
        add(extent, "ExtentValue", str(described.pages))
        add(extent, "ExtentUnit", "03")
    _subjects(detail, described)


def _accessibility(detail: Element, described: DescribedBook) -> None:
    codes = [_ACCESSIBILITY[one] for one in described.accessibility if one in _ACCESSIBILITY]
    codes += [code for claim, code in _CLAIMS.items() if claim in described.conforms_to]
    for code in dict.fromkeys(codes):
        feature = add(detail, "ProductFormFeature")
        add(feature, "ProductFormFeatureType", "09")
        add(feature, "ProductFormFeatureValue", code)
    contact = described.book.metadata.record.accessibility_contact
    if contact:
        feature = add(detail, "ProductFormFeature")
        add(feature, "ProductFormFeatureType", "09")
        add(feature, "ProductFormFeatureValue", "99")
        add(feature, "ProductFormFeatureDescription", contact)


def _licence(parent: Element, licence: Licence | None) -> None:
    if licence is None:
        return
    entry = add(parent, "EpubLicense")
    add(entry, "EpubLicenseName", licence.name)
    expression = add(entry, "EpubLicenseExpression")
    add(expression, "EpubLicenseExpressionType", "01")
    add(expression, "EpubLicenseExpressionLink", licence.address)


def _series(detail: Element, described: DescribedBook) -> None:
    metadata = described.book.metadata
    if not metadata.series:
        return
    collection = add(detail, "Collection")
    add(collection, "CollectionType", "10")
    if metadata.record.issn:
        number = metadata.record.issn.replace("-", "")
        _identifier(collection, "CollectionIdentifier", "02", number)
    title = add(collection, "TitleDetail")
    add(title, "TitleType", "01")
    element = add(title, "TitleElement")
    add(element, "TitleElementLevel", "02")
    add_all(element, {"PartNumber": metadata.series_number})
    _filed(element, metadata.series, metadata.language)


def _title(parent: Element, title: str, subtitle: str, language: str, level: str = "01") -> None:
    detail = add(parent, "TitleDetail")
    add(detail, "TitleType", "01")
    element = add(detail, "TitleElement")
    add(element, "TitleElementLevel", level)
    _filed(element, title, language)
    add_all(element, {"Subtitle": subtitle})


def _filed(element: Element, title: str, language: str) -> None:
    """Write a title so that it is filed without its article."""
    prefix = article_prefix(title, language)
    if prefix:
        add(element, "TitlePrefix", prefix)
        add(element, "TitleWithoutPrefix", title[len(prefix) + 1 :])
    else:
        add(element, "NoPrefix")
        add(element, "TitleWithoutPrefix", title)


def _people(parent: Element, people: Iterable[tuple[Contributor, tuple[Role, ...]]]) -> None:
    number = 0
    for number, (person, roles) in enumerate(people, 1):
        entry = add(parent, "Contributor")
        add(entry, "SequenceNumber", str(number))
        for role in roles:
            add(entry, "ContributorRole", _ROLES[role])
        _name_numbers(entry, person)
        _name(entry, person)
        for place in person.affiliations:
            _affiliation(entry, place)
        add_all(entry, {"BiographicalNote": biography_of(person)})
    if not number:
        add(parent, "NoContributor")


def _name_numbers(entry: Element, person: Contributor) -> None:
    """Write the numbers of a person or body (list 44). Wikidata has no code of its own there."""
    known = person.identities
    numbers = {"21": known.orcid.replace("-", ""), "16": known.isni, "18": known.lcnaf, "40": known.ror}
    for code, number in numbers.items():
        if number:
            _identifier(entry, "NameIdentifier", code, number)
    if known.wikidata:
        _identifier(entry, "NameIdentifier", "01", known.wikidata, "Wikidata")


def _name(entry: Element, person: Contributor) -> None:
    if person.is_body:
        add(entry, "CorporateName", person.name)
        return
    family, given = family_and_given(person)
    add(entry, "PersonName", person.name)
    add_all(entry, {"PersonNameInverted": person.sort, "NamesBeforeKey": given})
    add(entry, "KeyNames", family)


def _affiliation(entry: Element, place: Affiliation) -> None:
    affiliation = add(entry, "ProfessionalAffiliation")
    add_all(affiliation, {"ProfessionalPosition": place.position})
    if place.ror:
        _identifier(affiliation, "AffiliationIdentifier", "40", place.ror)
    add(affiliation, "Affiliation", place.name)


def _subjects(detail: Element, described: DescribedBook) -> None:
    """Write subjects, the first of each list as its main one, and the editor's own words as keywords."""
    begun: set[str] = set()
    for subject in described.book.metadata.subjects:
        scheme = _scheme(subject)
        if not scheme:
            continue
        entry = add(detail, "Subject")
        if scheme in {_SCHEMES["BISAC"], _SCHEMES["Thema"]} and scheme not in begun:
            add(entry, "MainSubject")
        begun.add(scheme)
        add(entry, "SubjectSchemeIdentifier", scheme)
        add_all(entry, {"SubjectCode": subject.code, "SubjectHeadingText": subject.label})
    if described.keywords:
        entry = add(detail, "Subject")
        add(entry, "SubjectSchemeIdentifier", _KEYWORDS)
        add(entry, "SubjectHeadingText", "; ".join(described.keywords))


def _scheme(subject: Subject) -> str:
    if subject.scheme == "Thema" and subject.code[:1] in _QUALIFIERS:
        return _QUALIFIERS[subject.code[0]]
    return _SCHEMES.get(subject.scheme, "")


def _collateral(product: Element, described: DescribedBook) -> None:
    metadata = described.book.metadata
    texts = {"03": described.description, "30": one_line(metadata.record.abstract)}
    told = {kind: text for kind, text in texts.items() if text}
    if not told:
        return
    detail = add(product, "CollateralDetail")
    for kind, text in told.items():
        _text(detail, kind, text)


def _text(parent: Element, kind: str, text: str) -> None:
    content = add(parent, "TextContent")
    add(content, "TextType", kind)
    add(content, "ContentAudience", "00")
    add(content, "Text", text)


def _contents(detail: Element, described: DescribedBook, format_: str) -> None:
    for number, article in enumerate(described.book.articles, 1):
        item = add(detail, "ContentItem")
        add(item, "LevelSequenceNumber", str(number))
        _text_item(add(item, "TextItem"), described, article)
        if format_ not in _PAPER:
            _licence(item, article.record.licence)
        add(item, "ComponentNumber", str(number))
        _title(item, article.title, article.subtitle, article.text.language, level="04")
        _people(item, ((person, (Role.AUTHOR,)) for person in described.authors(article)))
        entry = add(item, "Language")
        add(entry, "LanguageRole", "01")
        add(entry, "LanguageCode", bibliographic_language(article.text.language))
        if article.record.keywords:
            subject = add(item, "Subject")
            add(subject, "SubjectSchemeIdentifier", _KEYWORDS)
            add(subject, "SubjectHeadingText", "; ".join(article.record.keywords))
        if article.record.abstract:
            _text(item, "30", one_line(article.record.abstract))
        _copyright(item, article.record.copyright)


def _text_item(item: Element, described: DescribedBook, article: Article) -> None:
    add(item, "TextItemType", "03")
    if article.record.doi:
        _identifier(item, "TextItemIdentifier", "06", article.record.doi)
    span = described.spans.get(article.key)
    if span:
        run = add(item, "PageRun")
        add(run, "FirstPageNumber", span.first)
        add(run, "LastPageNumber", span.last)


def _publishing(detail: Element, described: DescribedBook) -> None:
    metadata = described.book.metadata
    publisher = add(detail, "Publisher")
    add(publisher, "PublishingRole", "01")
    if metadata.record.publisher.ror:
        ror = metadata.record.publisher.ror
        _identifier(publisher, "PublisherIdentifier", "40", ror)
    add(publisher, "PublisherName", metadata.publisher)
    _site(publisher, "01", metadata.record.publisher.address)
    _site(publisher, "02", metadata.record.site)
    for grant in metadata.record.grants:
        _funder(add(detail, "Publisher"), grant)
    add_all(detail, {"CityOfPublication": metadata.publisher_place})
    add(detail, "PublishingStatus", "04")
    date = add(detail, "PublishingDate")
    add(date, "PublishingDateRole", "01")
    add(date, "Date", f"{metadata.date:%Y%m%d}")
    _copyright(detail, metadata.record.copyright)


def _site(publisher: Element, role: str, address: str) -> None:
    if address:
        site = add(publisher, "Website")
        add(site, "WebsiteRole", role)
        add(site, "WebsiteLink", address)


def _funder(funder: Element, grant: Grant) -> None:
    """Write who paid, and the number of the award (lists 44 and 228)."""
    add(funder, "PublishingRole", "16")
    if grant.doi:
        _identifier(funder, "PublisherIdentifier", "32", grant.doi)
    if grant.ror:
        _identifier(funder, "PublisherIdentifier", "40", grant.ror)
    add(funder, "PublisherName", grant.funder)
    funding = {"grant": grant.number, "project": grant.project}
    if any(funding.values()):
        entry = add(funder, "Funding")
        for name, value in funding.items():
            if value:
                _identifier(entry, "FundingIdentifier", "01", value, name)


def _copyright(parent: Element, copyright_: Copyright) -> None:
    """Write who holds the copyright: as a body, since nobody says that the holder is a person."""
    if not copyright_.holder:
        return
    statement = add(parent, "CopyrightStatement")
    if copyright_.year:
        add(statement, "CopyrightYear", str(copyright_.year))
    add(add(statement, "CopyrightOwner"), "CorporateName", copyright_.holder)


def _related(product: Element, described: DescribedBook, format_: str) -> None:
    """Name the other formats that have an ISBN (list 51)."""
    record = described.book.metadata.record
    others = [one for one in sold_formats(described) if one != format_ and record.isbn(one)]
    if not others:
        return
    material = add(product, "RelatedMaterial")
    for other in others:
        related = add(material, "RelatedProduct")
        add(related, "ProductRelationCode", "06")
        _identifier(related, "ProductIdentifier", "15", record.isbn(other))
