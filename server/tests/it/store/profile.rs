//! What people add to their own account: authenticator apps, pictures, keys.

use super::seeded;
use crate::on_both;
use onehop::wire::{ApiKeyId, ImageId, InstanceId, UserId};
use server::store::{
    api_keys, api_keys::ApiKeyRow, profile_images, profile_images::ProfileImageRow, totp_setups,
    totp_setups::TotpSetupRow, users,
};

fn setup(secret: &str, expire_at: i64) -> TotpSetupRow {
    TotpSetupRow { sealed_secret: secret.to_owned(), expire_at, created_at: 1 }
}

fn image(id: &str, user: &str) -> ProfileImageRow {
    ProfileImageRow {
        id: ImageId::from(id),
        user_id: UserId::from(user),
        media_type: "image/png".to_owned(),
        content: "AAAA".to_owned(),
        created_at: 1,
    }
}

fn key(id: &str, subject: &str) -> ApiKeyRow {
    ApiKeyRow {
        id: ApiKeyId::from(id),
        kind: "api_key".to_owned(),
        subject: subject.to_owned(),
        name: format!("Key {id}"),
        description: None,
        claims: None,
        scopes: "[]".to_owned(),
        secret_hash: format!("hash of {id}"),
        sealed_secret: "sealed".to_owned(),
        created_by: None,
        revoked_at: None,
        revocation_reason: None,
        expire_at: None,
        last_used_at: None,
        created_at: 1,
        updated_at: 1,
    }
}

on_both! {
    async fn of_secrets_that_wait_a_user_has_the_last_one_until_it_is_taken(app: TestApp) {
        let (mut conn, instance) = seeded(&app).await;
        let (one, two) = (UserId::from("user_1"), UserId::from("user_2"));
        totp_setups::put(&mut conn, &instance, &one, &setup("first", 10)).await.expect("written");
        totp_setups::put(&mut conn, &instance, &one, &setup("second", 20)).await.expect("written");
        totp_setups::put(&mut conn, &instance, &two, &setup("other", 10)).await.expect("written");
        let found = totp_setups::find(&mut conn, &instance, &one).await.expect("read").expect("there");
        assert_eq!((found.sealed_secret.as_str(), found.expire_at), ("second", 20));
        assert!(totp_setups::find(&mut conn, &InstanceId::from("ins_other"), &one).await.expect("read").is_none());
        totp_setups::delete_expired(&mut conn, &instance, 20).await.expect("written");
        assert!(totp_setups::find(&mut conn, &instance, &two).await.expect("read").is_none(), "its time is over");
        assert!(!totp_setups::delete(&mut conn, &instance, &one, "first").await.expect("written"), "another took its place");
        assert!(totp_setups::delete(&mut conn, &instance, &one, "second").await.expect("written"));
        assert!(!totp_setups::delete(&mut conn, &instance, &one, "second").await.expect("written"), "once");
    }
}

on_both! {
    async fn a_user_has_one_picture_and_it_goes_with_the_user(app: TestApp) {
        let (mut conn, instance) = seeded(&app).await;
        for row in [image("img_1", "user_1"), image("img_2", "user_2"), image("img_3", "user_1")] {
            profile_images::put(&mut conn, &instance, &row).await.expect("written");
        }
        let mut is_there = async |scope: &InstanceId, id: &str| profile_images::find(&mut conn, scope, &ImageId::from(id)).await.expect("read").is_some();
        assert!(!is_there(&instance, "img_1").await && is_there(&instance, "img_2").await && is_there(&instance, "img_3").await);
        assert!(!is_there(&InstanceId::from("ins_other"), "img_2").await, "of another instance");
        let user = users::get(&mut conn, &instance, &UserId::from("user_1")).await.expect("read");
        users::delete(&mut conn, &instance, &user).await.expect("written");
        assert!(profile_images::find(&mut conn, &instance, &ImageId::from("img_3")).await.expect("read").is_none());
        profile_images::delete(&mut conn, &instance, &UserId::from("user_2")).await.expect("written");
        assert!(profile_images::find(&mut conn, &instance, &ImageId::from("img_2")).await.expect("read").is_none());
    }
}

on_both! {
    async fn a_key_is_found_in_its_own_instance_and_taken_back_once(app: TestApp) {
        let (mut conn, instance) = seeded(&app).await;
        for row in [key("ak_1", "user_1"), key("ak_2", "user_1"), key("ak_3", "user_2")] {
            api_keys::insert(&mut conn, &instance, &row).await.expect("written");
        }
        let found = api_keys::find_by_hash(&mut conn, &instance, "hash of ak_1").await.expect("read").expect("there");
        assert_eq!(found.id.as_str(), "ak_1");
        let elsewhere = InstanceId::from("ins_other");
        assert!(api_keys::find_by_hash(&mut conn, &elsewhere, "hash of ak_1").await.expect("read").is_none());
        assert!(!api_keys::delete(&mut conn, &elsewhere, &found.id).await.expect("written"));
        assert!(!api_keys::update_revoked(&mut conn, &elsewhere, &found.id, 2, None).await.expect("written"));
        assert!(api_keys::update_revoked(&mut conn, &instance, &found.id, 2, Some("lost")).await.expect("written"));
        assert!(!api_keys::update_revoked(&mut conn, &instance, &found.id, 3, Some("again")).await.expect("written"));
        let row = api_keys::find(&mut conn, &instance, &found.id).await.expect("read").expect("there");
        assert_eq!((row.revoked_at, row.revocation_reason.as_deref(), row.updated_at), (Some(2), Some("lost"), 2));
        api_keys::delete_of_subject(&mut conn, &instance, "user_1").await.expect("written");
        for (id, is_left) in [("ak_1", false), ("ak_2", false), ("ak_3", true)] {
            let row = api_keys::find(&mut conn, &instance, &ApiKeyId::from(id)).await.expect("read");
            assert_eq!(row.is_some(), is_left, "{id}");
        }
    }
}
