//! Headers that name another algorithm or another key than the one that signs, or say what nobody understands.

use super::{Bad, Forge, encode};
use aws_lc_rs::{
    hmac,
    signature::{KeyPair as _, RSA_PKCS1_SHA384, RSA_PKCS1_SHA512, RSA_PSS_SHA256, RsaEncoding},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::json;

impl Forge {
    pub(super) fn algorithms(&self) -> Vec<Bad> {
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
    pub(super) fn secrets(&self) -> Vec<Bad> {
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

    pub(super) fn keys(&self) -> Vec<Bad> {
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

    pub(super) fn headers(&self) -> Vec<Bad> {
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
}
