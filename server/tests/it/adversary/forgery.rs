//! The table of tokens that nobody may take for a session token, made from one that is good.

use aws_lc_rs::{
    hmac,
    rand::SystemRandom,
    rsa::{KeyPair, KeySize},
    signature::{KeyPair as _, RSA_PKCS1_SHA256, RSA_PKCS1_SHA384, RSA_PKCS1_SHA512, RSA_PSS_SHA256, RsaEncoding},
};
use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE, URL_SAFE_NO_PAD},
};
use serde_json::{Value, json};

/// What a forger has to work with: more than any forger has, namely our own key.
pub struct Forge {
    ours: KeyPair,
    theirs: KeyPair,
    kid: String,
    claims: Value,
    now: i64,
}

/// What it is, and the token.
pub type Bad = (String, String);

fn encode(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

impl Forge {
    /// A forge around a good token's claims; `pkcs8` is the key that signed it under the name `kid`.
    pub fn new(pkcs8: &[u8], kid: &str, claims: Value, now: i64) -> Self {
        let ours = KeyPair::from_pkcs8(pkcs8).expect("a key");
        let theirs = KeyPair::generate(KeySize::Rsa2048).expect("a key");
        Self { ours, theirs, kid: kid.to_owned(), claims, now }
    }

    /// The token that all others are made from.
    pub fn good(&self) -> String {
        self.with_header(json!({}))
    }

    fn header(&self, changes: Value) -> Value {
        changed(&json!({"alg": "RS256", "cat": "cl_B7d4PD111AAA", "kid": self.kid, "typ": "JWT"}), changes)
    }

    fn sign(&self, key: &KeyPair, encoding: &'static dyn RsaEncoding, header: &[u8], claims: &[u8]) -> String {
        let signed = format!("{}.{}", encode(header), encode(claims));
        let mut signature = vec![0; key.public_modulus_len()];
        key.sign(encoding, &SystemRandom::new(), signed.as_bytes(), &mut signature).expect("a signature");
        format!("{signed}.{}", encode(signature))
    }

    fn ours(&self, header: &str, claims: &str) -> String {
        self.sign(&self.ours, &RSA_PKCS1_SHA256, header.as_bytes(), claims.as_bytes())
    }

    /// Rightly signed, with another header.
    fn with_header(&self, changes: Value) -> String {
        self.ours(&self.header(changes).to_string(), &self.claims.to_string())
    }

    /// Rightly signed, with other claims.
    fn with_claims(&self, changes: Value) -> String {
        self.ours(&self.header(json!({})).to_string(), &changed(&self.claims, changes).to_string())
    }

    /// Signed by somebody else.
    fn theirs(&self, changes: Value) -> String {
        let header = self.header(changes).to_string();
        self.sign(&self.theirs, &RSA_PKCS1_SHA256, header.as_bytes(), self.claims.to_string().as_bytes())
    }

    /// All of them.
    pub fn all(&self) -> Vec<Bad> {
        [
            self.shapes(),
            self.algorithms(),
            self.secrets(),
            self.keys(),
            self.headers(),
            self.claims(),
            self.times(),
            self.texts(),
        ]
        .concat()
    }

    fn shapes(&self) -> Vec<Bad> {
        let good = self.good();
        let parts: Vec<&str> = good.split('.').collect();
        let [h, p, s] = parts[..] else { panic!("three parts") };
        let mut list: Vec<Bad> = [
            ".",
            "..",
            "...",
            "a",
            "a.b",
            "a.b.c",
            "a.b.c.d.e",
            "e30.e30.",
            "e30.e30.e30",
            "null",
            "undefined",
            "[object Object]",
            "Bearer",
            "true",
            "{}",
            "%00",
            "../../etc/passwd",
            "' OR '1'='1",
            "eyJhbGciOiJub25lIn0.e30.",
        ]
        .map(|text| (format!("the text {text}"), text.to_owned()))
        .into();
        for cut in (1..good.len()).step_by(good.len() / 24) {
            list.push((format!("its first {cut} letters"), good[..cut].to_owned()));
            list.push((format!("without its first {cut} letters"), good[cut..].to_owned()));
        }
        let bytes = URL_SAFE_NO_PAD.decode(s).expect("base64");
        for place in (0..256).step_by(11) {
            let mut other = bytes.clone();
            other[place] ^= 1 << (place % 8);
            list.push((format!("a bit of the signature's byte {place}"), format!("{h}.{p}.{}", encode(other))));
        }
        let texts = [
            ("padded", format!("{h}.{p}.{}", URL_SAFE.encode(&bytes))),
            ("padded header", format!("{h}=.{p}.{s}")),
            ("padded claims", format!("{h}.{p}==.{s}")),
            ("the other alphabet", format!("{h}.{p}.{}", STANDARD.encode(&bytes).replace('=', "+"))),
            ("one letter more", format!("{good}A")),
            ("a part more", format!("{good}.{s}")),
            ("an empty part more", format!("{good}.")),
            ("an empty part before", format!(".{good}")),
            ("five parts", format!("{h}.{p}.{s}.{p}.{s}")),
            ("without claims", format!("{h}..{s}")),
            ("without a header", format!(".{p}.{s}")),
            ("without a signature", format!("{h}.{p}.")),
            ("without a third part", format!("{h}.{p}")),
            ("parts exchanged", format!("{p}.{h}.{s}")),
            ("twice", format!("{good}{good}")),
            ("twice, with a comma", format!("{good},{good}")),
            ("in quotes", format!("\"{good}\"")),
            ("with a scheme", format!("Bearer {good}")),
            ("percent-encoded dots", good.replace('.', "%2E")),
            ("in capitals", good.to_uppercase()),
            ("in small letters", good.to_lowercase()),
            ("backwards", good.chars().rev().collect()),
            ("signature of zeros", format!("{h}.{p}.{}", encode([0; 256]))),
            ("signature of ones", format!("{h}.{p}.{}", encode([255; 256]))),
            ("signature with a zero before", format!("{h}.{p}.{}", encode([&[0], &bytes[..]].concat()))),
            ("signature with a zero behind", format!("{h}.{p}.{}", encode([&bytes[..], &[0]].concat()))),
            ("signature twice", format!("{h}.{p}.{}", encode([&bytes[..], &bytes[..]].concat()))),
            ("signature backwards", format!("{h}.{p}.{}", encode(bytes.iter().rev().copied().collect::<Vec<u8>>()))),
            ("header with spaces in it", format!("{} {}.{p}.{s}", &h[..4], &h[4..])),
            ("too long", format!("{h}.{}.{s}", "A".repeat(20_000))),
        ];
        list.extend(texts.map(|(name, token)| (name.to_owned(), token)));
        list
    }

    fn algorithms(&self) -> Vec<Bad> {
        let (good, mut list) = (self.good(), Vec::new());
        let parts: Vec<&str> = good.split('.').collect();
        let names = [
            "none",
            "None",
            "NONE",
            "nOnE",
            "noNe",
            "none ",
            " none",
            "",
            "RS256 ",
            " RS256",
            "rs256",
            "Rs256",
            "RS256\u{0}",
            "RS 256",
            "RS384",
            "RS512",
            "PS256",
            "PS384",
            "PS512",
            "ES256",
            "ES256K",
            "ES384",
            "ES512",
            "EdDSA",
            "Ed25519",
            "Ed448",
            "HS256",
            "HS384",
            "HS512",
            "dir",
            "A128KW",
            "RSA-OAEP",
            "RSA1_5",
            "ECDH-ES",
            "PBES2-HS256+A128KW",
            "ML-DSA-44",
            "null",
            "*",
        ];
        for name in names {
            list.push((format!("alg {name:?}, rightly signed"), self.with_header(json!({"alg": name}))));
            let header = encode(self.header(json!({"alg": name})).to_string());
            list.push((format!("alg {name:?}, unsigned"), format!("{header}.{}.", parts[1])));
            for zeros in [64, 96, 132] {
                if name.starts_with("ES") && name.len() == 5 {
                    list.push((
                        format!("alg {name}, r and s {zeros} zeros"),
                        format!("{header}.{}.{}", parts[1], encode(vec![0; zeros])),
                    ));
                }
            }
        }
        for value in
            [json!(null), json!(256), json!(true), json!(["RS256"]), json!(["none", "RS256"]), json!({"name": "RS256"})]
        {
            list.push((format!("alg {value}"), self.with_header(json!({"alg": value}))));
        }
        let claims = self.claims.to_string();
        let other: [(&str, &'static dyn RsaEncoding); 3] =
            [("RS384", &RSA_PKCS1_SHA384), ("RS512", &RSA_PKCS1_SHA512), ("PS256", &RSA_PSS_SHA256)];
        for (name, encoding) in other {
            for called in [name, "RS256"] {
                let header = self.header(json!({"alg": called})).to_string();
                list.push((
                    format!("{name} that says {called}"),
                    self.sign(&self.ours, encoding, header.as_bytes(), claims.as_bytes()),
                ));
            }
        }
        list
    }

    /// The public key, which everybody has, as the secret of a keyed hash.
    fn secrets(&self) -> Vec<Bad> {
        let der = self.ours.public_key().as_ref().to_vec();
        let modulus = &der[der.len() - 5 - 256..der.len() - 5];
        let pem = format!("-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n", STANDARD.encode(&der));
        let jwk = json!({"kty": "RSA", "n": encode(modulus), "e": "AQAB"}).to_string();
        let secrets: [(&str, Vec<u8>); 10] = [
            ("the key's DER", der.clone()),
            ("the key's PEM", pem.clone().into_bytes()),
            ("the key's PEM, trimmed", pem.trim().as_bytes().to_vec()),
            ("the modulus", modulus.to_vec()),
            ("the modulus as text", encode(modulus).into_bytes()),
            ("the key set's entry", jwk.into_bytes()),
            ("the key's name", self.kid.clone().into_bytes()),
            ("nothing", Vec::new()),
            ("the word secret", b"secret".to_vec()),
            ("zeros", vec![0; 32]),
        ];
        let hashes = [("HS256", hmac::HMAC_SHA256), ("HS384", hmac::HMAC_SHA384), ("HS512", hmac::HMAC_SHA512)];
        let mut list = Vec::new();
        for (alg, hash) in hashes {
            for (name, secret) in &secrets {
                for called in [alg, "RS256"] {
                    let signed = format!(
                        "{}.{}",
                        encode(self.header(json!({"alg": called})).to_string()),
                        encode(self.claims.to_string())
                    );
                    let tag = hmac::sign(&hmac::Key::new(hash, secret), signed.as_bytes());
                    list.push((format!("{alg} with {name}, called {called}"), format!("{signed}.{}", encode(tag))));
                }
            }
        }
        list
    }

    fn keys(&self) -> Vec<Bad> {
        let mut list = Vec::new();
        let (der, kid) = (self.theirs.public_key().as_ref().to_vec(), &*self.kid);
        let jwk = json!({"kty": "RSA", "n": encode(&der[der.len() - 261..der.len() - 5]), "e": "AQAB", "kid": kid});
        let names = [
            "",
            " ",
            "../../../../dev/null",
            "/dev/null",
            "file:///dev/null",
            "' OR 1=1 --",
            "1; DROP TABLE users",
            "\0",
            "*",
            "%",
            "_",
            "ins_",
            "ins_other",
            "null",
            "0",
            "-1",
            "ins_\u{200b}",
            "${jndi:ldap://x}",
            "{{7*7}}",
            "|id",
            "https://evil.example/key",
        ];
        for name in names.into_iter().map(str::to_owned).chain([
            format!("{kid} "),
            format!("{kid}\0"),
            kid.to_uppercase(),
            "k".repeat(3_000),
        ]) {
            let short: String = name.chars().take(30).collect();
            list.push((format!("kid {short:?}, our key"), self.with_header(json!({"kid": name}))));
            list.push((format!("kid {short:?}, their key"), self.theirs(json!({"kid": name}))));
        }
        for value in [json!(null), json!(1), json!([kid]), json!({"kid": kid}), json!(true)] {
            list.push((format!("kid {value}"), self.with_header(json!({"kid": value}))));
        }
        for (name, changes) in [
            ("our key's name", json!({})),
            ("a key brought along", json!({"jwk": jwk})),
            ("a key brought along by its own name", json!({"jwk": jwk, "kid": "theirs"})),
            ("a key set's address", json!({"jku": "https://evil.example/jwks.json"})),
            ("our own key set's address", json!({"jku": "http://localhost:3000/.well-known/jwks.json"})),
            ("a certificate's address", json!({"x5u": "https://evil.example/cert.pem"})),
            ("a certificate", json!({"x5c": [STANDARD.encode(&der)]})),
            ("a certificate's print", json!({"x5t": "AAAA", "x5t#S256": "AAAA"})),
            ("an issuer in the header", json!({"iss": "https://evil.example"})),
        ] {
            list.push((format!("signed by somebody else: {name}"), self.theirs(changes)));
        }
        list
    }

    fn headers(&self) -> Vec<Bad> {
        let mut list = Vec::new();
        for changes in [
            json!({"crit": ["exp"]}),
            json!({"crit": []}),
            json!({"crit": null}),
            json!({"crit": "b64"}),
            json!({"crit": ["b64"], "b64": false}),
            json!({"crit": ["b64"], "b64": true}),
            json!({"crit": ["http://example.invalid/UNDEFINED"]}),
            json!({"typ": "at+jwt"}),
            json!({"typ": "JWE"}),
            json!({"typ": "JOSE"}),
            json!({"typ": "jwt"}),
            json!({"typ": "dpop+jwt"}),
            json!({"typ": "logout+jwt"}),
            json!({"typ": ""}),
            json!({"typ": 1}),
            json!({"typ": ["JWT"]}),
            json!({"typ": "application/jwt"}),
            json!({"typ": "secevent+jwt"}),
            json!({"cat": "cl_B7d4PD222AAA"}),
            json!({"cat": "cl_B7d4PD333AAA"}),
            json!({"cat": ""}),
            json!({"cat": 1}),
            json!({"cat": ["cl_B7d4PD111AAA"]}),
        ] {
            list.push((format!("header {changes}"), self.with_header(changes)));
        }
        let (kid, claims) = (&self.kid, self.claims.to_string());
        for header in [
            format!(r#"{{"alg":"none","alg":"RS256","kid":"{kid}"}}"#),
            format!(r#"{{"alg":"RS256","alg":"none","kid":"{kid}"}}"#),
            format!(r#"{{"alg":"RS256","kid":"other","kid":"{kid}"}}"#),
            format!(r#"{{"alg":"RS256","kid":"{kid}","typ":"at+jwt","typ":"JWT"}}"#),
            format!(r#"{{"alg":"RS256","kid":"{kid}"}}{{}}"#),
            format!(r#"{{"alg":"RS256","kid":"{kid}",}}"#),
            format!(r#"{{'alg':'RS256','kid':'{kid}'}}"#),
            format!(r#"[{{"alg":"RS256","kid":"{kid}"}}]"#),
            format!("\u{feff}{{\"alg\":\"RS256\",\"kid\":\"{kid}\"}}"),
            format!(r#"{{"ALG":"RS256","kid":"{kid}"}}"#),
            format!(r#"{{"alg":"RS256","KID":"{kid}"}}"#),
            r#""RS256""#.to_owned(),
            "null".to_owned(),
            "[]".to_owned(),
            "{}".to_owned(),
            String::new(),
            "[".repeat(2_000),
        ] {
            let short: String = header.chars().take(60).collect();
            list.push((format!("header {short}"), self.ours(&header, &claims)));
        }
        list
    }

    /// Rightly signed claims of the wrong kind.
    fn claims(&self) -> Vec<Bad> {
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

    fn times(&self) -> Vec<Bad> {
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
    fn texts(&self) -> Vec<Bad> {
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

fn changed(object: &Value, changes: Value) -> Value {
    let mut object = object.clone();
    let members = object.as_object_mut().expect("an object");
    for (name, value) in changes.as_object().expect("changes") {
        if value.is_null() && name != "crit" {
            members.remove(name);
        } else {
            members.insert(name.clone(), value.clone());
        }
    }
    object
}
