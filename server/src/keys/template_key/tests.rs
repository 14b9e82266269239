use super::*;
use crate::keys::token_hash::hmac_hex;
use aws_lc_rs::{
    encoding::AsDer,
    rsa::KeySize,
    signature::{
        ECDSA_P256_SHA256_FIXED, ECDSA_P384_SHA384_FIXED, ECDSA_P521_SHA512_FIXED, KeyPair as _,
        RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_2048_8192_SHA384, RSA_PKCS1_2048_8192_SHA512, UnparsedPublicKey,
        VerificationAlgorithm,
    },
};
use serde_json::json;

const SECRET: &str = "a secret of forty characters, give or take one or two dozen, to be long";
/// From `openssl ecparam -name prime256v1 -genkey`: parameters first, then the key in the form of SEC 1.
const SEC1: &str = "-----BEGIN EC PARAMETERS-----
BggqhkjOPQMBBw==
-----END EC PARAMETERS-----
-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIArqrFa2qa+9Xknweo2dF6qjMU2YDezE/BUpHMQvrpLQoAoGCCqGSM49
AwEHoUQDQgAEayvECX5rG9p1hp8fmTmOPM5Y9QrrkGa3B9wbSVO+myMl6Njn/dNZ
i1LkpDu+tjaOpOpkBlPOv/EFaispVs419Q==
-----END EC PRIVATE KEY-----
";
/// An RSA key of 1024 bits.
const SHORT: &str = "-----BEGIN PRIVATE KEY-----
MIICeAIBADANBgkqhkiG9w0BAQEFAASCAmIwggJeAgEAAoGBAMGP9ShGGyMHOs97
a0GMSqokMlHsfKUeu0Qa3/3LQgf5ObT006hcvcEWuJD4H7Bg/oMioH1WOQKm4mrT
w2yENoi86/nm9BF73rwn3wBGhRQRVj5iOjszqeqHJJ+/sOhkvUgBR1sHhUUPDn7R
7ahxEf4W/6Kd+HGcqG/4Ni/7ilffAgMBAAECgYEAgiy5uIMlfvI+yAj9whCCqlg7
i0MbNMUtNglI+Ns4pjojaCJ7MjBk4TXRnJVyYmFo6XJhMsnI/5KSlTujoxhrv28o
ULwJ5a/S94J5xabuG50XuyPrhkLrP2iqHwFHTGhml1OjZFvd47wt91ocuR9DqBGu
6riZHTRh5mqfyM2kZuECQQD2rJs9yWgcZyTnni/cmBEV/G9jyBOIkcaBIbfjYESX
uQKvoAJ+Rqs9TL/77f7xCbXCMjWhStofnVOmSW8fXkwPAkEAyOFRIB3YJgxqG0C2
8jlvESW0+ZAnVyrgVxAWLGvKIaYvG1SZ4LXCk18uf+tlSamNqCyyVbzIE+DH8iUk
uyCnMQJBAJmQJOjXHJAqCgiDKuqaZHCagUHOCZMIpVo4goDzqmAF1k09QLAaEHqN
8CrHI+IsmFF37nkl3xq1V6D6sEoH6zMCQFZIocX/y7YcIv9tvqcwkEp3PdLsXlmM
qyv6VuvhqMLnVNiScD4bFGakvZ5oh+sqDxSrjjZRjkcrh/a0iaBvGCECQQDGDw4k
PosjEEQCH9rrunBRIP275IqfyyIAhNsO4kkU4HLvktNxjbXFwRDNy/4ep+8rKL35
dGGqsP2/I+xSgT3R
-----END PRIVATE KEY-----
";

fn pem_of(label: &str, der: &[u8]) -> String {
    let body = STANDARD.encode(der);
    let lines: Vec<&str> = body.as_bytes().chunks(64).map(|line| std::str::from_utf8(line).unwrap()).collect();
    format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", lines.join("\n"))
}

fn rsa() -> RsaKeyPair {
    RsaKeyPair::generate(KeySize::Rsa2048).unwrap()
}

fn parts(token: &str) -> (String, Vec<u8>, serde_json::Value) {
    let (signed, signature) = token.rsplit_once('.').unwrap();
    let (header, _) = signed.split_once('.').unwrap();
    let header = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(header).unwrap()).unwrap();
    (signed.to_owned(), URL_SAFE_NO_PAD.decode(signature).unwrap(), header)
}

#[track_caller]
fn verifies(key: &TemplateKey, algorithm: Algorithm, public: &[u8], with: &'static dyn VerificationAlgorithm) {
    let (signed, signature, header) = parts(&key.sign(&json!({"a": 1})).unwrap());
    assert_eq!(header, json!({"alg": algorithm.as_str(), "cat": "cl_B7d4PD222AAA", "typ": "JWT"}));
    UnparsedPublicKey::new(with, public).verify(signed.as_bytes(), &signature).unwrap();
}

#[test]
fn secret_signs_as_another_library_does() {
    // Made by Python's hmac and base64 from the same header, claims and secret.
    let key = TemplateKey::parse(Algorithm::Hs256, SECRET).unwrap();
    assert_eq!(
        key.sign(&json!({"role": "authenticated", "sub": "user_1"})).unwrap(),
        "eyJhbGciOiJIUzI1NiIsImNhdCI6ImNsX0I3ZDRQRDIyMkFBQSIsInR5cCI6IkpXVCJ9.eyJyb2xlIjoiYXV0aGVudGljYXRlZCIsInN1YiI6InVzZXJfMSJ9.a-J8xe0bTC1dPbw4UGAgLqFCbJYfaICX0RQDjALYAQg"
    );
    let key = TemplateKey::parse(Algorithm::Hs512, SECRET).unwrap();
    assert_eq!(
        key.sign(&json!({"role": "authenticated", "sub": "user_1"})).unwrap(),
        "eyJhbGciOiJIUzUxMiIsImNhdCI6ImNsX0I3ZDRQRDIyMkFBQSIsInR5cCI6IkpXVCJ9.eyJyb2xlIjoiYXV0aGVudGljYXRlZCIsInN1YiI6InVzZXJfMSJ9.c4pJhoGyNEKDNqCIokifvyHFVhz9WsRaHzMci7uXihoLHyvhENzyrQRt_rXZ0QuhJMO54GMNlUGuHdX25vattw"
    );
    // And the one thing of it that is known elsewhere in this program.
    let (signed, signature, _) = parts(
        "eyJhbGciOiJIUzI1NiIsImNhdCI6ImNsX0I3ZDRQRDIyMkFBQSIsInR5cCI6IkpXVCJ9.eyJyb2xlIjoiYXV0aGVudGljYXRlZCIsInN1YiI6InVzZXJfMSJ9.a-J8xe0bTC1dPbw4UGAgLqFCbJYfaICX0RQDjALYAQg",
    );
    let hex: String = signature.iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(hex, hmac_hex(SECRET.as_bytes(), &signed));
}

#[test]
fn secrets_shorter_than_their_hash_are_refused() {
    for (algorithm, needed) in [(Algorithm::Hs256, 32), (Algorithm::Hs384, 48), (Algorithm::Hs512, 64)] {
        assert!(TemplateKey::parse(algorithm, &"x".repeat(needed)).is_ok());
        let refused = TemplateKey::parse(algorithm, &"x".repeat(needed - 1)).err().unwrap();
        assert_eq!(refused, format!("For {} give a secret of at least {needed} bytes.", algorithm.as_str()));
    }
}

#[test]
fn rsa_keys_sign_in_both_forms_of_pem() {
    let pair = rsa();
    let pkcs8 = pair.as_der().unwrap();
    // PKCS #8 wraps the older form behind 26 bytes.
    let forms = [pem_of("PRIVATE KEY", pkcs8.as_ref()), pem_of("RSA PRIVATE KEY", &pkcs8.as_ref()[26..])];
    let algorithms: [(Algorithm, &dyn VerificationAlgorithm); 3] = [
        (Algorithm::Rs256, &RSA_PKCS1_2048_8192_SHA256),
        (Algorithm::Rs384, &RSA_PKCS1_2048_8192_SHA384),
        (Algorithm::Rs512, &RSA_PKCS1_2048_8192_SHA512),
    ];
    for form in forms {
        for (algorithm, with) in algorithms {
            verifies(&TemplateKey::parse(algorithm, &form).unwrap(), algorithm, pair.public_key().as_ref(), with);
        }
    }
}

#[test]
fn elliptic_curve_keys_sign_for_their_own_curve_alone() {
    let algorithms: [(Algorithm, &'static EcdsaSigningAlgorithm, &dyn VerificationAlgorithm); 3] = [
        (Algorithm::Es256, &ECDSA_P256_SHA256_FIXED_SIGNING, &ECDSA_P256_SHA256_FIXED),
        (Algorithm::Es384, &ECDSA_P384_SHA384_FIXED_SIGNING, &ECDSA_P384_SHA384_FIXED),
        (Algorithm::Es512, &ECDSA_P521_SHA512_FIXED_SIGNING, &ECDSA_P521_SHA512_FIXED),
    ];
    for (algorithm, curve, with) in algorithms {
        let pair = EcdsaKeyPair::generate(curve).unwrap();
        let pem = pem_of("PRIVATE KEY", pair.to_pkcs8v1().unwrap().as_ref());
        verifies(&TemplateKey::parse(algorithm, &pem).unwrap(), algorithm, pair.public_key().as_ref(), with);
        for (other, ..) in algorithms.iter().filter(|(other, ..)| *other != algorithm) {
            assert!(TemplateKey::parse(*other, &pem).is_err(), "{other:?} with a key for {algorithm:?}");
        }
    }
    let key = TemplateKey::parse(Algorithm::Es256, SEC1).unwrap();
    assert_eq!(parts(&key.sign(&json!({})).unwrap()).1.len(), 64);
}

#[test]
fn what_is_no_fitting_private_key_is_refused_without_being_shown() {
    let pair = rsa();
    let good = pem_of("PRIVATE KEY", pair.as_der().unwrap().as_ref());
    for bad in [
        "",
        SECRET,
        SHORT,
        "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
        "-----BEGIN PRIVATE KEY-----\n!\n-----END PRIVATE KEY-----",
        "-----BEGIN PRIVATE KEY-----",
        &good.replace("PRIVATE KEY", "PUBLIC KEY"),
        &good.replace("PRIVATE KEY", "ENCRYPTED PRIVATE KEY"),
        &good.replace("PRIVATE KEY", "EC PRIVATE KEY"),
    ] {
        let refused = TemplateKey::parse(Algorithm::Rs256, bad).err().unwrap();
        assert_eq!(refused, "Give an RSA private key of 2048 to 8192 bits in PEM.");
        assert!(TemplateKey::parse(Algorithm::Es256, bad).is_err());
    }
    assert!(TemplateKey::parse(Algorithm::Es256, &good).is_err(), "RSA is no curve");
}

#[test]
fn a_key_is_parsed_once_for_each_sealed_form() {
    let keys = TemplateKeys::default();
    let opened = std::cell::Cell::new(0);
    let get = |sealed: &str| {
        let open = || {
            opened.set(opened.get() + 1);
            TemplateKey::parse(Algorithm::Hs256, SECRET)
        };
        keys.get(sealed, open).unwrap()
    };
    let first = get("one");
    assert!(Arc::ptr_eq(&first, &get("one")));
    assert!(!Arc::ptr_eq(&first, &get("two")));
    assert_eq!(opened.get(), 2);
    assert!(keys.get("three", || Err(())).is_err());
}

#[test]
fn every_algorithm_goes_by_its_name() {
    for algorithm in Algorithm::ALL {
        assert_eq!(Algorithm::parse(algorithm.as_str()), Some(*algorithm));
    }
    for unknown in ["none", "hs256", "EdDSA", "PS256", ""] {
        assert_eq!(Algorithm::parse(unknown), None);
    }
}
