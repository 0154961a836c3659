"""The names of elements in web pages: which are the site's, and which tell of the article."""

from __future__ import annotations

from typing import Final

from florilegium.system.patterns import regex

#: Words in the names of elements that are a site's and no article's.
SITE: Final = frozenset(
    {
        *("share", "sharing", "sharedaddy", "addtoany", "social", "newsletter", "subscribe", "subscription"),
        *(
            "cookie",
            "cookies",
            "gdpr",
            "popup",
            "modal",
            "advert",
            "advertisement",
            "ads",
            "adsense",
            "promo",
        ),
        *(
            "breadcrumb",
            "breadcrumbs",
            "pagination",
            "pager",
            "navbar",
            "nav",
            "navigation",
            "menu",
            "sidebar",
        ),
        *(
            "related",
            "recommended",
            "recommendations",
            "toolbar",
            "masthead",
            "logo",
            "skip",
            "login",
            "signup",
            "tags",
        ),
        *("paywall", "jp", "outbrain", "taboola", "donate", "widget", "copyright", "search", "trending"),
        *("popular", "noprint", "editsection", "optin", "advertising", "sponsor", "sponsored", "recirc"),
        *("recirculation", "readmore", "teads", "flyout", "feedback", "shares", "sharebar", "follow", "ad"),
        *("sharethis", "disclaimer", "survey", "poll", "onetrust", "consent", "paywalled", "metered"),
    }
)

#: Whole names of elements that are a site's; their words by themselves say nothing.
SITE_NAMES: Final = frozenset(
    {
        *("header", "footer", "site-header", "site-footer", "page-header", "page-footer", "most-read"),
        *("mostread", "printfooter", "catlinks", "sitesub", "contentsub", "mw-jump-link", "toc"),
        *("cat-links", "tags-links", "edit-link", "comments-link", "post-ufi", "post-footer", "post-tags"),
        *("digest-post-embed", "embedded-post-wrap", "embedded-post", "embedded-publication-wrap"),
        *("install-substack-app-embed-web", "community-chat", "captioned-button-wrap", "wp-embedded-content"),
        *("wp-block-buttons", "wp-block-button", "wp-block-latest-posts", "wp-block-social-links"),
        *("wp-block-tag-cloud", "wp-block-post-terms", "wp-block-archives", "wp-block-categories"),
        *(
            "kg-file-card-metadata",
            "kg-audio-player-container",
            "kg-audio-duration",
            "kg-video-player-container",
        ),
        *("kg-signup-card", "licensecontainer", "licence-container", "license-container"),
        "article-info",
        *("reading-time", "read-time", "read-more", "more-link", "back-to-top", "inline-related"),
    }
)

#: Those of them that a heading of the text bears too, or what it consists of (mdBook, Bootstrap).
HEADING_NAMES: Final = frozenset({"header", "page-header"})

COMMENTS: Final = frozenset(
    {
        *("comments", "comment-list", "commentlist", "comments-area", "comments-section", "comment-section"),
        *("disqus_thread", "respond", "comment-respond", "reader-comments", "fb-comments", "comments-list"),
    }
)
HIDDEN: Final = frozenset(
    {
        *(
            "off-screen",
            "offscreen",
            "a11y-hidden",
            "u-visually-hidden",
            "assistive-text",
            "hidden-text",
            "hide-text",
        ),
        *("screen-reader-text", "sr-only", "visually-hidden", "visuallyhidden", "noprint", "no-print"),
        *(
            "d-print-none",
            "hidden-print",
            "print-hide",
            "hide-for-print",
            "mw-editsection",
            "speechify-ignore",
        ),
        *("pgnm", "pgnum", "page_number", "pagenumber"),
        *("pagenum", "pageno", "page-number", "page-num", "pagebreak", "page-break"),
    }
)
SITE_ROLES: Final = frozenset({"navigation", "banner", "contentinfo", "complementary", "search", "menu"})

#: Names of what readers wrote, in whatever way it is put together; a commentary is an article.
COMMENTED: Final = regex(
    r"(?:^|[-_ ])(?:fb|post|article|user|reader)?[-_]?"
    r"(?:comments?|comentarios?|kommentare?|commentaires?|commenti|disqus|livefyre|viafoura)"
    r"(?:[-_ ]?(?:box|list|area|section|wrap|wrapper|module|container|thread|holder|form|header|text))?"
    r"(?:$|[-_ ])"
)

#: Names of lists of what else there is to read, and of players of films.
ELSEWHERE: Final = regex(
    r"(?:most|more|also|next|read)[-_]?"
    r"(?:read|popular|viewed|shared|stories|news|articles|from|in|on|posts|headlines)(?:$|[-_ ])"
    r"|(?:you|u)[-_]?may[-_]?(?:also[-_]?)?like|up[-_]?next|inline[-_]related|related(?:$|[-_ ])|trending"
)
PLAYER: Final = regex(
    r"(?:^|[-_ ])(?:video|audio|media|jw|vjs|cnn)?[-_]?player(?:$|[-_ ])|video-js|(?:^|[-_ ])(?:yvp|rv)-"
)

#: Names of elements that tell of the article, and the role of a short block that has one.
TELLING: Final[dict[str, str]] = {
    **dict.fromkeys(
        ("byline", "author", "by-line", "article-author", "post-author", "entry-author"), "byline"
    ),
    **dict.fromkeys(
        ("authors", "author-name", "article-byline", "post-byline", "byline-wrapper", "p-author"), "byline"
    ),
    **dict.fromkeys(
        ("date", "dateline", "published", "post-date", "entry-date", "posted-on", "pubdate"), "dateline"
    ),
    **dict.fromkeys(
        ("timestamp", "article-date", "publish-date", "published-date", "publication-date", "dt-published"),
        "dateline",
    ),
    **dict.fromkeys(("subtitle", "deck", "dek", "standfirst", "entry-subtitle", "msosubtitle"), "deck"),
    **dict.fromkeys(
        ("graf--subtitle", "pw-subtitle-paragraph", "article-subtitle", "post-subtitle", "sub-title"), "deck"
    ),
    **dict.fromkeys(("kicker", "eyebrow", "overline", "button-wrapper", "cta-caption", "toc"), "boilerplate"),
    **dict.fromkeys(
        ("author-bio", "about-author", "author-box", "author-info", "bio", "post-author-bio"), "bio"
    ),
    **dict.fromkeys((*(f"msotoc{level}" for level in range(1, 10)), "msotocheading"), "boilerplate"),
    **dict.fromkeys(("photo-credit", "image-credit", "photocredit"), "credit"),
    **dict.fromkeys(("runhead", "running-head", "runninghead", "running-title", "pagehead"), "boilerplate"),
    **dict.fromkeys(("affil", "affiliation", "affiliations"), "bio"),
    **dict.fromkeys(("msotitle",), "title"),
    **dict.fromkeys(("msoquote", "msointensequote"), "quote"),
}

#: Elements that tell more than one thing of the article; with a year in it such a one is its dateline.
METAS: Final = frozenset(
    {
        "post-meta",
        "entry-meta",
        "article-meta",
        "post-info",
        "meta",
        "submitted",
        "node__submitted",
        "node__meta",
    }
)
