//! A browser's name for itself, as far as a device list needs it. Not for decisions: anybody can claim anything.

/// What a user agent claims.
#[derive(Debug, PartialEq, Eq)]
pub struct Device {
    /// Operating system.
    pub system: Option<&'static str>,
    /// Browser.
    pub browser: Option<&'static str>,
    /// The browser's main version.
    pub version: Option<String>,
    /// A phone or tablet?
    pub is_mobile: bool,
}

/// Token in the header, and what to call it. The first that occurs counts: browsers also name those they descend from.
const BROWSERS: [(&str, &str); 8] = [
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Version/", "Safari"),
];
const SYSTEMS: [(&str, &str); 7] = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
];

/// Reads a user agent.
pub fn parse(text: &str) -> Device {
    let found = BROWSERS.iter().find_map(|(token, name)| text.split_once(token).map(|(_, rest)| (*name, rest)));
    let version = found.map(|(_, rest)| rest.chars().take_while(char::is_ascii_digit).take(6).collect::<String>());
    let system = SYSTEMS.iter().find(|(token, _)| text.contains(token)).map(|(_, name)| *name);
    Device {
        system,
        browser: found.map(|(name, _)| name),
        version: version.filter(|version| !version.is_empty()),
        is_mobile: matches!(system, Some("iPhone" | "iPad" | "Android")) || text.contains("Mobile"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_browsers_are_recognised() {
        let cases = [
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36 Edg/156.0",
                "Windows",
                "Edge",
                "156",
                false,
            ),
            (
                "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36",
                "Linux",
                "Chrome",
                "156",
                false,
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1",
                "iPhone",
                "Safari",
                "19",
                true,
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:140.0) Gecko/20100101 Firefox/140.0",
                "Mac",
                "Firefox",
                "140",
                false,
            ),
        ];
        for (text, system, browser, version, is_mobile) in cases {
            let expected =
                Device { system: Some(system), browser: Some(browser), version: Some(version.to_owned()), is_mobile };
            assert_eq!(parse(text), expected);
        }
    }

    #[test]
    fn nonsense_is_nothing_and_does_not_panic() {
        for text in ["", "curl/8", "Chrome/", "\u{1f600}Version/"] {
            assert_eq!(parse(text).version, None);
        }
    }
}
