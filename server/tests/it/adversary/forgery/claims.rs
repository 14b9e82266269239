//! Claims of the wrong kind, at the wrong time, or in bytes that aren't the JSON they should be: all rightly signed.

use super::{Bad, Forge, encode};
use aws_lc_rs::signature::RSA_PKCS1_SHA256;
use serde_json::json;

impl Forge {
    /// Rightly signed claims of the wrong kind.
    pub(super) fn claims(&self) -> Vec<Bad> {
        let mut list = Vec::new();
        let texts = [json!(1), json!(true), json!([]), json!({}), json!(["user_1"]), json!(1.5), json!(null)];
        let numbers = [
            json!("1"),
            json!("1e9"),
            json!(true),
            json!([]),
            json!({}),
            json!(1.5),
            json!(1e300),
            json!(u64::MAX),
            json!(null),
            json!(""),
        ];
        for name in ["iss", "sub", "sid"] {
            for value in texts.iter().chain(&[json!("")]) {
                list.push((format!("{name} {value}"), self.with_claims(json!({name: value}))));
            }
        }
        for name in ["iat", "nbf", "exp", "v"] {
            for value in &numbers {
                list.push((format!("{name} {value}"), self.with_claims(json!({name: value}))));
            }
        }
        for name in ["azp", "sts", "jti"] {
            for value in &texts[..6] {
                list.push((format!("{name} {value}"), self.with_claims(json!({name: value}))));
            }
        }
        let issuer = self.claims["iss"].as_str().expect("an issuer");
        for other in [
            format!("{issuer}/"),
            format!("{issuer}.evil.example"),
            issuer.to_uppercase(),
            issuer.replace("https", "http"),
            format!(" {issuer}"),
            "https://evil.example".to_owned(),
            issuer.trim_start_matches("https://").to_owned(),
            format!("{issuer}:443"),
            format!("{issuer}#"),
        ] {
            list.push((format!("iss {other}"), self.with_claims(json!({"iss": other}))));
        }
        for version in [0, 1, 3, 255, 256, -2] {
            list.push((format!("v {version}"), self.with_claims(json!({"v": version}))));
        }
        for member in [
            json!({"fva": [1]}),
            json!({"fva": "1,-1"}),
            json!({"fva": [1, 2, 3]}),
            json!({"fva": [0.5, 1]}),
            json!({"o": "org_1"}),
            json!({"o": {}}),
        ] {
            list.push((format!("claims {member}"), self.with_claims(member)));
        }
        list
    }

    pub(super) fn times(&self) -> Vec<Bad> {
        let now = self.now;
        [
            json!({"exp": now - 5}),
            json!({"exp": now - 6}),
            json!({"exp": now - 60}),
            json!({"exp": 0}),
            json!({"exp": -1}),
            json!({"exp": i64::MIN}),
            json!({"exp": 1}),
            json!({"nbf": now + 6}),
            json!({"nbf": now + 60}),
            json!({"nbf": i64::MAX}),
            json!({"iat": now + 6}),
            json!({"iat": now + 3_600}),
            json!({"iat": i64::MAX}),
            json!({"exp": now - 5, "nbf": i64::MIN}),
            json!({"nbf": now + 6, "exp": i64::MAX}),
            // In another unit: milliseconds are far in the future.
            json!({"iat": now * 1_000}),
            json!({"nbf": now * 1_000}),
            json!({"exp": now / 1_000}),
        ]
        .into_iter()
        .map(|claims| (format!("times {claims}"), self.with_claims(claims)))
        .collect()
    }

    /// Rightly signed bytes that aren't the JSON they should be.
    pub(super) fn texts(&self) -> Vec<Bad> {
        let (header, claims) = (self.header(json!({})).to_string(), self.claims.to_string());
        let twice = |name: &str, value: &str| claims.replacen('{', &format!("{{\"{name}\":{value},"), 1);
        let list = [
            twice("sub", "\"user_admin\""),
            twice("exp", "9999999999"),
            twice("iss", "\"x\""),
            twice("sid", "\"sess_x\""),
            twice("v", "2"),
            claims.replace(':', "="),
            format!("{claims}{claims}"),
            format!("{claims}x"),
            format!("\u{feff}{claims}"),
            format!("[{claims}]"),
            format!("\"{}\"", encode(&claims)),
            claims.replace('"', "'"),
            claims.replacen('{', "{/**/", 1),
            claims.replacen('}', ",}", 1),
            "null".into(),
            "[]".into(),
            "{}".into(),
            "0".into(),
            String::new(),
            "{".into(),
            "NaN".into(),
            encode(&claims),
            claims.replace("\"exp\":", "\"exp\":+"),
            claims.replace("\"exp\":", "\"exp\":0x"),
            claims.replace("\"exp\":", "\"EXP\":"),
            claims.replace("\"v\":2", "\"v\":02"),
        ];
        let mut list: Vec<Bad> =
            list.iter().map(|text| (format!("claims {:.60}", text), self.ours(&header, text))).collect();
        let wide: Vec<u8> = claims.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let broken = claims.replacen("\"sub\":\"", "\"sub\":\"\u{fffd}", 1).into_bytes();
        let broken: Vec<u8> = broken.into_iter().filter(|byte| *byte != 0xbf).collect();
        for (name, bytes) in [("two bytes a letter", wide), ("broken letters", broken)] {
            list.push((name.to_owned(), self.sign(&self.ours, &RSA_PKCS1_SHA256, header.as_bytes(), &bytes)));
        }
        // A token inside a token, as if it were encrypted.
        let nested = self.header(json!({"cty": "JWT"})).to_string();
        list.push(("a token in a token".to_owned(), self.ours(&nested, &self.good())));
        list
    }
}
