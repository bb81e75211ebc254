//! Whether a request comes from a page that was loaded from here.

use axum::http::header::{self, HeaderMap};

/// What the browser says of the relation between the page that asks and us (Fetch Metadata).
const SITE: &str = "sec-fetch-site";

/// Whether the page that asks was loaded from here (RFC 6454); `None` when nothing is said of it, as by
/// programs that are no browser.
pub(crate) fn is_from_here(headers: &HeaderMap) -> Option<bool> {
    // Of two, neither is believed.
    let said = |name: &str| {
        let mut all = headers.get_all(name).iter();
        let first = all.next()?;
        Some(if all.next().is_none() { first.to_str().unwrap_or_default() } else { "" })
    };
    let site = said(SITE).map(|site| matches!(site, "same-origin" | "none"));
    let origin = said(header::ORIGIN.as_str()).map(|origin| {
        let authority = origin.split_once("://").map(|(_scheme, authority)| authority);
        let host = said(header::HOST.as_str()).filter(|host| !host.is_empty());
        authority.zip(host).is_some_and(|(authority, host)| authority.eq_ignore_ascii_case(host))
    });
    match (site, origin) {
        (None, None) => None,
        (site, origin) => Some(site.unwrap_or(true) && origin.unwrap_or(true)),
    }
}

/// Whether the browser reached us by TLS, as its page's address says: a proxy in between may speak plain HTTP.
pub(crate) fn is_by_tls(headers: &HeaderMap) -> bool {
    headers.get(header::ORIGIN).is_some_and(|origin| origin.as_bytes().starts_with(b"https://"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn only_pages_from_here_are_ours() {
        let check = |given: &[(&'static str, &'static str)], expected| {
            let mut headers = HeaderMap::new();
            headers.insert("host", HeaderValue::from_static("bank.example:8443"));
            for (name, value) in given {
                headers.append(*name, HeaderValue::from_static(value));
            }
            assert_eq!(is_from_here(&headers), expected, "{given:?}");
        };
        check(&[], None);
        for ours in ["https://bank.example:8443", "https://Bank.Example:8443"] {
            check(&[("origin", ours)], Some(true));
        }
        for foreign in [
            "https://bank.example",
            "https://bank.example:8443.evil.example",
            "https://evil.example",
            "null",
            "",
        ] {
            check(&[("origin", foreign)], Some(false));
            check(&[("origin", foreign), ("sec-fetch-site", "same-origin")], Some(false));
        }
        check(&[("origin", "https://bank.example:8443"), ("origin", "https://evil.example")], Some(false));
        check(&[("sec-fetch-site", "same-origin"), ("sec-fetch-site", "cross-site")], Some(false));
        check(&[("sec-fetch-site", "same-origin")], Some(true));
        check(&[("sec-fetch-site", "cross-site"), ("origin", "https://bank.example:8443")], Some(false));
        check(&[("sec-fetch-site", "same-site")], Some(false));
    }
}
