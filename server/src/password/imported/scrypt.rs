//! scrypt: Firebase's variant of it, and what Werkzeug (Flask) writes.

use super::{Check, ImportError, is_equal, text};
use aws_lc_rs::cipher::{AES_256, EncryptingKey, EncryptionContext, UnboundCipherKey};
use scrypt::Params;

/// Memory is 128 bytes times `N` times `r`; all of it is gone through `p` times.
const MAX_WORK: u64 = 1 << 20;
const WERKZEUG_HASH: usize = 64;
/// The key is 64 bytes long wherever it was seen.
const MIN_SIGNER_KEY: usize = 32;
const MAX_ROUNDS: u32 = 8;
const MAX_MEMORY_COST: u32 = 14;

/// `<hash>$<salt>$<signer key>$<salt separator>$<rounds>$<memory cost>`: scrypt gives a key, and the hash is the
/// project's signer key encrypted with it.
pub fn firebase(digest: &str) -> Result<Check, ImportError> {
    let parts: Vec<&str> = digest.split('$').collect();
    let [hash, salt, signer_key, separator, rounds, memory_cost] = parts[..] else {
        return Err(ImportError::WrongForm);
    };
    let (hash, signer_key) = (text::base64(hash)?, text::base64(signer_key)?);
    let salt = [text::salt(text::base64(salt)?)?, text::base64(separator)?].concat();
    let (rounds, memory_cost) = (text::number(rounds)?, text::number(memory_cost)?);
    if signer_key.len() < MIN_SIGNER_KEY || hash.len() != signer_key.len() {
        return Err(ImportError::WrongForm);
    }
    if rounds > MAX_ROUNDS || memory_cost > MAX_MEMORY_COST {
        return Err(ImportError::TooCostly);
    }
    let params = params(memory_cost, rounds, 1)?;
    Ok(Box::new(move |password| {
        let mut key = [0; 32];
        let mut made = signer_key.clone();
        scrypt::scrypt(password, &salt, &params, &mut key).is_ok()
            && encrypt(&key, &mut made).is_some()
            && is_equal(&made, &hash)
    }))
}

/// `scrypt:<N>:<r>:<p>$<salt>$<hex>`, also with a `$` before it.
pub fn werkzeug(digest: &str) -> Result<Check, ImportError> {
    let (method, rest) = text::split_first(digest.strip_prefix('$').unwrap_or(digest))?;
    let (salt, hash) = text::split_last(rest)?;
    let (salt, hash) = (text::salt(salt)?, text::hex(hash)?);
    let parts: Vec<&str> = method.split(':').collect();
    let ["scrypt", n, r, p] = parts[..] else { return Err(ImportError::WrongForm) };
    let (n, r, p) = (text::number(n)?, text::number(r)?, text::number(p)?);
    if hash.len() != WERKZEUG_HASH || !n.is_power_of_two() {
        return Err(ImportError::WrongForm);
    }
    if u64::from(n).saturating_mul(u64::from(r)).saturating_mul(u64::from(p)) > MAX_WORK {
        return Err(ImportError::TooCostly);
    }
    let params = params(n.ilog2(), r, p)?;
    Ok(Box::new(move |password| {
        let mut made = [0; WERKZEUG_HASH];
        scrypt::scrypt(password, &salt, &params, &mut made).is_ok() && is_equal(&made, &hash)
    }))
}

fn params(log_n: u32, r: u32, p: u32) -> Result<Params, ImportError> {
    let log_n = u8::try_from(log_n).ok().filter(|log_n| *log_n > 0).ok_or(ImportError::WrongForm)?;
    Params::new(log_n, r, p).map_err(|_| ImportError::WrongForm)
}

/// AES-256 in counter mode, counted from zero.
fn encrypt(key: &[u8], bytes: &mut [u8]) -> Option<()> {
    let key = EncryptingKey::ctr(UnboundCipherKey::new(&AES_256, key).ok()?).ok()?;
    key.less_safe_encrypt(bytes, EncryptionContext::Iv128([0; 16].into())).ok()?;
    Some(())
}

#[cfg(test)]
mod tests {
    use super::super::{
        ImportError::{TooCostly, WrongForm},
        check,
        proof::{assert_right, assert_whole},
    };

    const REST: &str = "$ABEiM0RVZneImQ==$AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4vMDEyMzQ1Njc4OTo7PD0+Pw==$Bw==$4$10";
    const HASH: &str = "rhHjawKlysoOxCzJTb8HbLgLBfRbX81i9ZfF4KZilOghoKAkNs3pmHMCHTZ52qMk4BJ+K0iOLJrdbabHNoymMw==";

    #[test]
    fn firebase_digests_of_others_verify() {
        // The sample of Firebase's own documentation.
        let sample = "lSrfV15cpx95/sZS2W9c9Kp6i/LVgQNDNC/qzrCnh1SAyZvqmZqAjTdn3aoItz+VHjoZilo78198JAdRuid5lQ==$42xEC+ixf3L2lw==$jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==$Bw==$8$14";
        assert_right("scrypt_firebase", sample, "user1password");
        // As the Admin SDK writes hash and salt.
        assert_right("scrypt_firebase", &sample.replace('+', "-").replace('/', "_"), "user1password");
        // Python's hashlib.scrypt and the AES of cryptography 50
        for (hash, password) in [
            (HASH, "correct horse"),
            (
                "8d/41/C+iUvtm9WQEqu7E0lBiQfcDD0GTpKrQvS/c/hSqNIne+kk8c/MqMrUY7iwd5SYL0yHHMpBo0HIosiakg==",
                "pässwörd 日本",
            ),
            ("FJWBmv1Q2Uyg1XtMlKsBy6bNlpNJj7UNbisSqsB5YTqcNQ/ajVRhGOAcb7MHZnU4yzN/FRoJk3fAPbV+Ew+NNQ==", ""),
        ] {
            assert_right("scrypt_firebase", &format!("{hash}{REST}"), password);
        }
        assert_whole("scrypt_firebase", &format!("{HASH}{REST}"), "correct horse");
    }

    #[test]
    fn werkzeug_digests_of_others_verify() {
        // Werkzeug 3.1's generate_password_hash; the first with its own costs.
        for (digest, password) in [
            (
                "scrypt:32768:8:1$GSVZsCYaF0mXE7NL$2f95afbb376816740d3db6e14a17e2319f200dbbbcae2d635e80d61cc5a97790001e132b19df442bbcbb39407f42625db69aa6e6c353575bf0c0c2a70dec6d6e",
                "correct horse",
            ),
            (
                "$scrypt:16384:8:1$2CgaXSRflmtqc1Nx$74ceeabf9f2dea3730cc5659b8c10b7a46d356ed79f87286fb778dbaf44947b5aeb557abd43ab289f17927a98eb4b7c11e48a1d00fef15507adf09782bee0372",
                "correct horse",
            ),
            (
                "scrypt:16384:8:1$StoBy1B32MkpyG6g$cfdd3abaeeb754ec31a3790adb75625863f448a0fffd28d19b90a39826375857485f6d6a707106171c0d06eb69b1251d5b739bbb06c92805b2bda17bb6b7370f",
                "pässwörd 日本",
            ),
            (
                "scrypt:16384:8:1$8tEiZKzjONSlDaGX$771fe0e00a12b0c849e4cdc738c4bfb42912d1891099361b6af4e353e9ee99f24205804df52aba9654648cc0169e8216f0945a869fbd504bffe36880bc71868f",
                "",
            ),
        ] {
            assert_right("scrypt_werkzeug", digest, password);
            assert_whole("scrypt_werkzeug", digest, password);
        }
    }

    #[test]
    fn other_forms_are_refused() {
        let hash = "00".repeat(64);
        for (hasher, digest) in [
            ("scrypt_werkzeug", format!("scrypt:1024:8$salt${hash}")),
            ("scrypt_werkzeug", format!("scrypt:1024:8:1:1$salt${hash}")),
            ("scrypt_werkzeug", format!("pbkdf2:1024:8:1$salt${hash}")),
            ("scrypt_werkzeug", format!("scrypt:1000:8:1$salt${hash}")),
            ("scrypt_werkzeug", format!("scrypt:0:8:1$salt${hash}")),
            ("scrypt_werkzeug", format!("scrypt:1:8:1$salt${hash}")),
            ("scrypt_werkzeug", format!("scrypt:1024:0:1$salt${hash}")),
            ("scrypt_werkzeug", format!("scrypt:1024:8:0$salt${hash}")),
            ("scrypt_werkzeug", format!("scrypt:1024:8:1$${hash}")),
            ("scrypt_werkzeug", format!("scrypt:1024:8:1$salt$00{hash}")),
            ("scrypt_firebase", format!("{HASH}{REST}$1")),
            ("scrypt_firebase", format!("{}{REST}", &HASH[4..])),
            ("scrypt_firebase", format!("{HASH}{}", REST.replace("$ABEiM0RVZneImQ==$", "$$"))),
            ("scrypt_firebase", format!("{HASH}{}", REST.replace("$4$10", "$0$10"))),
            ("scrypt_firebase", format!("{HASH}{}", REST.replace("$4$10", "$4$0"))),
            // A signer key so short that hashes of it are found by chance.
            ("scrypt_firebase", "AAEC$ABEiM0RVZneImQ==$AAEC$Bw==$4$10".to_owned()),
        ] {
            assert_eq!(check(hasher, &digest), Err(WrongForm), "{digest}");
        }
    }

    #[test]
    fn costs_have_bounds() {
        for (costs, expected) in [
            ("131072:8:1", None),
            ("65536:8:2", None),
            ("131072:8:2", Some(TooCostly)),
            ("131072:9:1", Some(TooCostly)),
            ("262144:8:1", Some(TooCostly)),
            ("1024:4294967295:4294967295", Some(TooCostly)),
            ("2147483648:4294967295:4294967295", Some(TooCostly)),
        ] {
            let digest = format!("scrypt:{costs}$salt${}", "00".repeat(64));
            assert_eq!(check("scrypt_werkzeug", &digest).err(), expected, "{costs}");
        }
        for (costs, expected) in [
            ("$8$14", None),
            ("$9$14", Some(TooCostly)),
            ("$8$15", Some(TooCostly)),
            ("$4294967295$4294967295", Some(TooCostly)),
        ] {
            let digest = format!("{HASH}{}", REST.replace("$4$10", costs));
            assert_eq!(check("scrypt_firebase", &digest).err(), expected, "{costs}");
        }
    }
}
