//! `password_digest` and `password_hasher`: passwords that other systems stored, until their owners sign in.

use crate::{
    on_both,
    support::{PASSWORD, TestApp},
};
use onehop::wire::UserId;
use serde_json::{Value, json};
use server::store::users;

/// A digest of `correct horse` by each hasher, none of them made by this code: Python's hashlib, bcrypt, argon2-cffi,
/// passlib and cryptography, Django 5.2, Werkzeug 3.1, Symfony's hasher on PHP.
const DIGESTS: [(&str, &str); 20] = [
    ("argon2i", "$argon2i$v=19$m=512,t=2,p=1$f92Ljgp4PXmG4ewRW2AOmw$9MjPLTgL1qqVfRIvGdUpUDJ6+owVAULW+IqlhlRu0BA"),
    ("argon2id", "$argon2id$v=19$m=1024,t=1,p=2$OX+ALnJ4lHTvn+yWymAnmQ$AMlcWAyeHQxFJjs6Psa9WQ"),
    ("bcrypt", "$2b$04$5/fSAKYAJhMUOc93cX4rdOXQi7SEMSlqOgEO0oDPcXm7cOjRbA/li"),
    ("bcrypt_peppered", "$2a$04$1JzHs.gGI7QqDomj8aDmE.ezj/vufMxPRUYQOIdP5riRgeL.YwCSm$sea pepper$ö"),
    ("bcrypt_sha256_django", "bcrypt_sha256$$2b$04$NQJi6Zi3FNareRFV5DMbMup9yve2hg4tMAfhAjlbTyWoYGFOA5SCK"),
    ("ldap_ssha", "{SSHA}M8PWVai/VVqt4B4F4NS26L36M4I4Ynl0U2FsdA=="),
    ("md5", "3cb4e732631f47e6eb961f34554b7cde"),
    ("md5_phpass", "$P$9./zyxWVURSQ.zl02O8eLKPybDdRLk0"),
    ("md5_salted", "n4Cl$17de6d6bf5e57ed4f0afa960e2a8689d"),
    ("pbkdf2_sha1", "pbkdf2_sha1$1000$NaCl-2026$eaae8fdc2648149a5f18604668f268120bcd3318153af48ded7b75cb7d416a73"),
    ("pbkdf2_sha256", "pbkdf2_sha256$1000$+vv8/f7/YWJj$oFudGv9jrxL2zB9hRwvsU4R1TO+orWYurBZpJb3DDPI="),
    ("pbkdf2_sha256_django", "pbkdf2_sha256$1000$seasalt$mQnueSakb748zqBAC1tmWVZsZbi2zPGZarEzTGdfmso="),
    ("pbkdf2_sha512", "pbkdf2_sha512$1000$NaCl-2026$f85c1e7ee5868ef8d39bf380a67f00af37be0f86e017c19be805f3047950ccd0"),
    (
        "pbkdf2_sha512_hex",
        "pbkdf2_sha512_hex$1000$00ff10a0$c1df205315b7456a1516ec3612a2853df2563dbb27cad2b87f5d6e5a7ecfb147",
    ),
    ("phpass", "$P$BabcdEFG.2KgnFDD3rm6Ht3AX5lNHn."),
    (
        "scrypt_firebase",
        "rhHjawKlysoOxCzJTb8HbLgLBfRbX81i9ZfF4KZilOghoKAkNs3pmHMCHTZ52qMk4BJ+K0iOLJrdbabHNoymMw==$ABEiM0RVZneImQ==$AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4vMDEyMzQ1Njc4OTo7PD0+Pw==$Bw==$4$10",
    ),
    (
        "scrypt_werkzeug",
        "scrypt:16384:8:1$2CgaXSRflmtqc1Nx$74ceeabf9f2dea3730cc5659b8c10b7a46d356ed79f87286fb778dbaf44947b5aeb557abd43ab289f17927a98eb4b7c11e48a1d00fef15507adf09782bee0372",
    ),
    ("sha256", "4104d36f8da2c254349f85836793ebe029e0c957063a34c91c2e9203187b5631"),
    ("sha256_salted", "n4Cl$$20521ae7dbe74e8274b4d4542e4df00dfb3455d63e955e1f29600f14b0ccd3a8"),
    (
        "sha512_symfony",
        "sha512_symfony$5000$lk3j4h5g$aXQEudBfZo6or6Ey/amuFz2/4H+KboM6K9S+tjXJtAQFXEhS/8QfoFTxd9vBKgAfk0rI5AWTvIn6XbnShHXoIw==",
    ),
];
const POOL: &str = "awscognito#eu-west-1_a1B2c3D4e#1example23456789#ada@example.com";

/// What is stored of this user's password.
async fn stored(app: &TestApp, user: &Value) -> String {
    let id = UserId::from(user["id"].as_str().expect("an id"));
    let row = users::get(&mut app.read().await, app.instance(), &id).await.expect("the user");
    row.password_digest.expect("a digest")
}

fn body(name: &str, hasher: &str, digest: &str) -> Value {
    json!({"email_address": [format!("{name}@example.com")], "password_digest": digest, "password_hasher": hasher})
}

on_both! {
    async fn every_digest_signs_its_owner_in_and_is_argon2id_from_then_on(app: TestApp) {
        for (hasher, digest) in DIGESTS {
            let user = app.backend().post("/v1/users", body(hasher, hasher, digest)).await.ok().json;
            assert_eq!(user["password_enabled"], true, "{hasher}");
            assert!(stored(&app, &user).await.ends_with(digest), "{hasher}");
            let name = format!("{hasher}@example.com");
            let wrong = [("identifier", name.as_str()), ("password", "incorrect horse")];
            app.client().post("/v1/client/sign_ins", &wrong).await.refused(422, "form_password_incorrect", Some("password"));
            assert!(stored(&app, &user).await.ends_with(digest), "{hasher}: a wrong password changes nothing");
            app.sign_in(&app.client(), &name, "correct horse").await;
            let made_anew = stored(&app, &user).await;
            assert!(made_anew.starts_with("$argon2id$v=19$m=12288,t=1,p=1$"), "{hasher}: {made_anew}");
            app.sign_in(&app.client(), &name, "correct horse").await;
            assert_eq!(stored(&app, &user).await, made_anew, "{hasher}: once is enough");
        }
    }
}

on_both! {
    async fn an_imported_digest_replaces_a_password(app: TestApp) {
        let backend = app.backend();
        let user = backend.post("/v1/users", json!({"email_address": ["ada@example.com"], "password": PASSWORD})).await.ok().json;
        let path = format!("/v1/users/{}", user["id"].as_str().expect("an id"));
        let (hasher, digest) = DIGESTS[2];
        backend.patch(&path, json!({"password_digest": digest, "password_hasher": hasher})).await.ok();
        let old = [("identifier", "ada@example.com"), ("password", PASSWORD)];
        app.client().post("/v1/client/sign_ins", &old).await.refused(422, "form_password_incorrect", Some("password"));
        app.sign_in(&app.client(), "ada@example.com", "correct horse").await;
    }
}

on_both! {
    async fn what_cannot_be_checked_is_refused_and_nobody_is_made(app: TestApp) {
        let before = app.last_event().await;
        for (hasher, digest, code, param) in [
            ("md4", "x", "form_param_value_invalid", "password_hasher"),
            ("", "x", "form_param_value_invalid", "password_hasher"),
            ("bcrypt", "x", "form_password_digest_invalid_code", "password_digest"),
            ("bcrypt", "", "form_password_digest_invalid_code", "password_digest"),
            // As costly as the form can say.
            ("bcrypt", "$2b$31$5/fSAKYAJhMUOc93cX4rdOXQi7SEMSlqOgEO0oDPcXm7cOjRbA/li", "form_password_digest_invalid_code", "password_digest"),
            ("argon2id", "$argon2id$v=19$m=4194304,t=1,p=2$OX+ALnJ4lHTvn+yWymAnmQ$AMlcWAyeHQxFJjs6Psa9WQ", "form_password_digest_invalid_code", "password_digest"),
            ("argon2i", DIGESTS[1].1, "form_password_digest_invalid_code", "password_digest"),
        ] {
            app.backend().post("/v1/users", body("ada", hasher, digest)).await.refused(422, code, Some(param));
        }
        assert_eq!(app.last_event().await, before);
    }
}

on_both! {
    async fn a_user_of_a_pool_resets_the_password_that_nobody_here_can_check(app: TestApp) {
        let user = app.backend().post("/v1/users", body("ada", "awscognito", POOL)).await.ok().json;
        let client = app.client();
        let guess = [("identifier", "ada@example.com"), ("password", "correct horse")];
        client.post("/v1/client/sign_ins", &guess).await.refused(422, "form_password_incorrect", Some("password"));
        let path = format!("/v1/client/sign_ins/{}", app.open_sign_in(&client, "ada@example.com").await);
        let strategy = ("strategy", "reset_password_email_code");
        app.advance(1);
        client.post(&format!("{path}/prepare_first_factor"), &[strategy]).await.ok();
        let code = app.code_to("ada@example.com").await;
        client.post(&format!("{path}/attempt_first_factor"), &[strategy, ("code", &code)]).await.ok();
        client.post(&format!("{path}/reset_password"), &[("password", PASSWORD)]).await.ok();
        assert!(stored(&app, &user).await.starts_with("$argon2id$"));
        app.sign_in(&app.client(), "ada@example.com", PASSWORD).await;
    }
}
