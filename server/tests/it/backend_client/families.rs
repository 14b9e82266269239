//! Every method of every family, against the real router, by both transports.

use super::Served;
use crate::{on_both, support::PASSWORD};
use onehop::{
    client::{BackendClient, backend::ListUsers},
    endpoints::backend as contract,
    wire::{ErrorCode, IdentificationId, SessionStatus, UserId, backend::WaitlistStatus},
};
use serde_json::{Map, Value, json};

const SECRET: &str = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

fn object(value: Value) -> Map<String, Value> {
    value.as_object().cloned().expect("an object")
}

/// A user with this address; its id.
async fn user(client: &BackendClient, email: &str) -> UserId {
    let body = contract::CreateUserBody { email_address: [email].into_iter().collect(), ..Default::default() };
    client.users().create(&body).await.expect("created").id
}

on_both! {
    async fn users_are_made_found_changed_and_closed(app: TestApp) {
        let served = Served::start(&app).await;
        for (name, client) in served.clients() {
            let users = client.users();
            let address = format!("ada+{name}@example.com");
            let body = contract::CreateUserBody {
                email_address: [address.clone()].into_iter().collect(),
                fields: contract::UserFields {
                    first_name: Some(Some("Ada".to_owned())),
                    password: Some(PASSWORD.to_owned()),
                    totp_secret: Some(SECRET.to_owned()),
                    backup_codes: Some(["alpha-code-1"].into_iter().collect()),
                    ..Default::default()
                },
                ..Default::default()
            };
            let ada = users.create(&body).await.expect("created");
            let bea = user(&client, &format!("bea+{name}@example.com")).await;
            assert_eq!((ada.first_name.as_deref(), ada.two_factor_enabled), (Some("Ada"), true));
            assert_eq!(ada.primary_email_address().map(|email| &email.email_address), Some(&address));

            let both = ListUsers { user_id: vec![ada.id.clone(), bea.clone()], limit: Some(10), ..Default::default() };
            let listed = users.list(&both).await.expect("listed");
            assert_eq!(listed.len(), 2);
            let by_address = ListUsers { email_address: vec![address], banned: Some(false), ..Default::default() };
            assert_eq!(users.list(&by_address).await.expect("listed")[0].id, ada.id);
            assert_eq!(users.count(&both).await.expect("counted").total_count, 2);
            let after = ListUsers { order_by: Some("created_at".into()), starting_after: Some(bea.clone()), ..both.clone() };
            assert!(users.list(&after).await.expect("listed").iter().all(|user| user.id != bea));

            let update = contract::UpdateUserBody {
                fields: contract::UserFields { last_name: Some(Some("Lovelace".to_owned())), first_name: Some(None), ..Default::default() },
                ..Default::default()
            };
            let changed = users.update(&ada.id, &update).await.expect("changed");
            assert_eq!((changed.first_name, changed.last_name.as_deref()), (None, Some("Lovelace")));
            let metadata = |value| contract::MetadataBody { public_metadata: Some(object(value)), ..Default::default() };
            let merged = users.update_metadata(&ada.id, &metadata(json!({"plan": "pro", "seats": 3}))).await.expect("merged");
            assert_eq!(merged.public_metadata.0, object(json!({"plan": "pro", "seats": 3})));
            let replaced = users.replace_metadata(&ada.id, &metadata(json!({"plan": "free"}))).await.expect("replaced");
            assert_eq!(replaced.public_metadata.0, object(json!({"plan": "free"})));

            assert!(users.ban(&ada.id).await.expect("banned").banned && !users.unban(&ada.id).await.expect("unbanned").banned);
            let ids = [ada.id.clone(), bea.clone()];
            assert!(users.ban_all(&ids).await.expect("banned").iter().all(|user| user.banned));
            assert!(users.unban_all(&ids).await.expect("unbanned").iter().all(|user| !user.banned));
            assert!(users.lock(&ada.id).await.expect("locked").locked && !users.unlock(&ada.id).await.expect("unlocked").locked);
            assert!(!users.delete_profile_image(&ada.id).await.expect("no picture").has_image);

            assert!(users.verify_password(&ada.id, PASSWORD).await.expect("right").verified);
            let wrong = users.verify_password(&ada.id, "wrong").await.expect_err("wrong");
            assert_eq!(wrong.code(), Some(ErrorCode::IncorrectPassword));
            assert_eq!(users.verify_totp(&ada.id, "alpha-code-1").await.expect("right").code_type, "backup_code");
            users.set_password_compromised(&ada.id, &Default::default()).await.expect("noted");
            users.unset_password_compromised(&ada.id).await.expect("noted");
            assert_eq!(users.delete_backup_codes(&ada.id).await.expect("removed").user_id, ada.id);
            assert_eq!(users.delete_totp(&ada.id).await.expect("removed").user_id, ada.id);
            assert_eq!(users.disable_mfa(&ada.id).await.expect("nothing left").user_id, ada.id);
            assert!(!users.remove_password(&ada.id, &Default::default()).await.expect("removed").password_enabled);

            let email = contract::ReplaceEmailAddressBody { email_address: format!("countess+{name}@example.com"), ..Default::default() };
            assert_eq!(users.replace_email_address(&ada.id, &email).await.expect("replaced").email_address, email.email_address);
            let number = if name == "http" { "+12025550101" } else { "+12025550102" };
            let phone = contract::ReplacePhoneNumberBody { phone_number: number.to_owned(), ..Default::default() };
            assert_eq!(users.replace_phone_number(&ada.id, &phone).await.expect("replaced").phone_number, number);

            assert_eq!(users.organization_memberships(&ada.id, &Default::default()).await.expect("none").total_count, 0);
            assert_eq!(users.organization_invitations(&ada.id, &Default::default()).await.expect("none").total_count, 0);
            let nothing = IdentificationId::from("idn_2nothing");
            for refused in [
                users.delete_passkey(&ada.id, &nothing).await.map(|_| ()),
                users.delete_web3_wallet(&ada.id, &nothing).await.map(|_| ()),
                users.delete_external_account(&ada.id, "eac_2nothing").await.map(|_| ()),
                users.oauth_access_tokens(&ada.id, "oauth_google", &Default::default()).await.map(|_| ()),
            ] {
                assert!(refused.expect_err("nothing there").is_not_found());
            }
            assert!(users.delete(&ada.id).await.expect("deleted").deleted);
            assert!(users.get(&ada.id).await.expect_err("gone").is_not_found());
        }
    }
}

on_both! {
    async fn addresses_and_numbers(app: TestApp) {
        let served = Served::start(&app).await;
        for (name, client) in served.clients() {
            let user_id = user(&client, &format!("ada+{name}@example.com")).await;
            let emails = client.email_addresses();
            let email_address = format!("second+{name}@example.com");
            let body = contract::CreateEmailAddressBody {
                user_id: user_id.clone(), email_address: email_address.clone(), verified: Some(false.into()), primary: None,
                notify_primary_email_address_changed: None,
            };
            let added = emails.create(&body).await.expect("added");
            app.advance(1);
            let sent = emails.prepare_verification(&added.id).await.expect("sent");
            let code = app.code_to(&email_address).await;
            let attempt = contract::TryCodeBody { verification_id: sent.id.to_string(), code };
            emails.attempt_verification(&added.id, &attempt).await.expect("right");
            assert!(emails.get(&added.id).await.expect("found").verification.is_some());
            let primary = contract::UpdateEmailAddressBody { primary: Some(true.into()), ..Default::default() };
            assert_eq!(emails.update(&added.id, &primary).await.expect("changed").id, added.id);
            assert_eq!(client.users().get(&user_id).await.expect("found").primary_email_address_id, Some(added.id.clone()));
            assert!(emails.delete(&added.id).await.expect("removed").deleted);

            let phones = client.phone_numbers();
            let number = if name == "http" { "+12025550101" } else { "+12025550102" };
            let body = contract::CreatePhoneNumberBody {
                user_id, phone_number: number.to_owned(), verified: Some(true.into()), primary: None, reserved_for_second_factor: None,
            };
            let added = phones.create(&body).await.expect("added");
            assert_eq!(phones.get(&added.id).await.expect("found").phone_number, number);
            let second = contract::UpdatePhoneNumberBody { primary: Some(true.into()), ..Default::default() };
            assert_eq!(phones.update(&added.id, &second).await.expect("changed").id, added.id);
            assert!(phones.delete(&added.id).await.expect("removed").deleted);
        }
    }
}

on_both! {
    async fn sessions_clients_and_tokens(app: TestApp) {
        let served = Served::start(&app).await;
        for (name, client) in served.clients() {
            let user_id = user(&client, &format!("ada+{name}@example.com")).await;
            let sessions = client.sessions();
            let begun = sessions.create(&contract::CreateSessionBody { user_id: user_id.clone(), active_organization_id: None }).await.expect("begun");
            assert_eq!(sessions.get(&begun.id).await.expect("found").user_id, user_id);
            let of_user = contract::ListSessionsQuery { user_id: Some(user_id.clone()), ..Default::default() };
            assert_eq!(sessions.list(&of_user).await.expect("listed").total_count, 1);
            let token = sessions.create_token(&begun.id, &Default::default()).await.expect("minted");
            assert_eq!(sessions.verify(&begun.id, &token.jwt).await.expect("right").id, begun.id);

            let templates = client.jwt_templates();
            let body = |template: &str| contract::JwtTemplateBody {
                name: template.to_owned(), claims: object(json!({"team": "a"})), lifetime: None, allowed_clock_skew: None,
                custom_signing_key: None, signing_algorithm: None, signing_key: None,
            };
            let template = templates.create(&body(name)).await.expect("made");
            assert_eq!(templates.get(&template.id).await.expect("found").claims, object(json!({"team": "a"})));
            assert_eq!(templates.list(&Default::default()).await.expect("listed").total_count, 1);
            assert_eq!(templates.update(&template.id, &body("other")).await.expect("changed").name, "other");
            let minted = sessions.create_template_token(&begun.id, "other", &Default::default()).await.expect("minted");
            assert_eq!(minted.jwt.split('.').count(), 3);
            assert!(templates.delete(&template.id).await.expect("removed").deleted);

            let clients = client.clients();
            assert_eq!(clients.get(&begun.client_id).await.expect("found").session_ids, vec![begun.id.clone()]);
            assert!(clients.list(&Default::default()).await.expect("listed").total_count >= 1);
            assert!(clients.verify("no.token.atall").await.is_err());
            assert_eq!(sessions.revoke(&begun.id).await.expect("ended").status, SessionStatus::Revoked);
            assert_eq!(client.jwks().await.expect("the keys").keys.len(), 1);
            let room = client.webhooks().create_svix_app().await.expect("on");
            assert_eq!(client.webhooks().generate_svix_auth_url().await.expect("on"), room);
            client.webhooks().delete_svix_app().await.expect("off");
            assert!(!client.testing_tokens().create().await.expect("made").token.is_empty());

            let ticket = contract::SignInTokenBody { user_id: user_id.clone(), org_id: None, expires_in_seconds: Some(60.into()) };
            let ticket = client.sign_in_tokens().create(&ticket).await.expect("made");
            assert_eq!(client.sign_in_tokens().revoke(&ticket.id).await.expect("taken back").id, ticket.id);
            let ticket = contract::ActorTokenBody {
                user_id, actor: object(json!({"sub": "user_2ops"})), expires_in_seconds: Some(60.into()), session_max_duration_in_seconds: Some(60.into()),
            };
            let ticket = client.actor_tokens().create(&ticket).await.expect("made");
            assert_eq!(client.actor_tokens().revoke(&ticket.id).await.expect("taken back").id, ticket.id);
        }
    }
}

on_both! {
    async fn who_may_come_and_where_they_go(app: TestApp) {
        let served = Served::start(&app).await;
        for (name, client) in served.clients() {
            let invitations = client.invitations();
            let body = |who: &str| contract::InvitationBody { email_address: format!("{who}+{name}@example.com"), ..Default::default() };
            let invited = invitations.create(&body("ada")).await.expect("invited");
            assert_eq!(invitations.create_all(&[body("bea"), body("cem")]).await.expect("invited").len(), 2);
            let mine = contract::ListInvitationsQuery { query: Some(format!("+{name}@")), ..Default::default() };
            assert_eq!(invitations.list(&mine).await.expect("listed").total_count, 3);
            assert!(invitations.revoke(&invited.id).await.expect("taken back").revoked);
            assert!(invitations.delete(&invited.id).await.expect("forgotten").deleted);

            let allowed = client.allowlist().create(&contract::AllowlistBody { identifier: format!("*@{}.example.com", name.replace('_', "-")), notify: None }).await.expect("added");
            assert_eq!(client.allowlist().list(&Default::default()).await.expect("listed").data, vec![allowed.clone()]);
            assert!(client.allowlist().delete(&allowed.id).await.expect("removed").deleted);
            let blocked = client.blocklist().create(&contract::BlocklistBody { identifier: "eve@example.com".to_owned() }).await.expect("added");
            assert_eq!(client.blocklist().list(&Default::default()).await.expect("listed").data, vec![blocked.clone()]);
            assert!(client.blocklist().delete(&blocked.id).await.expect("removed").deleted);

            let urls = client.redirect_urls();
            let url = urls.create(&contract::RedirectUrlBody { url: "myapp://callback".to_owned() }).await.expect("added");
            assert_eq!(urls.get(&url.id).await.expect("found").url, "myapp://callback");
            assert_eq!(urls.list(&Default::default()).await.expect("listed").total_count, 1);
            assert!(urls.delete(&url.id).await.expect("removed").deleted);

            let waitlist = client.waitlist();
            let body = |who: &str| contract::WaitlistEntryBody { email_address: format!("{who}.waits+{name}@example.com"), notify: None };
            let one = waitlist.create(&body("ada")).await.expect("added");
            let more = waitlist.create_all(&[body("bea"), body("cem")]).await.expect("added");
            let query = contract::ListWaitlistQuery { query: Some(format!("waits+{name}")), ..Default::default() };
            assert_eq!(waitlist.list(&query).await.expect("listed").total_count, 3);
            assert_eq!(waitlist.invite(&one.id, &Default::default()).await.expect("invited").status, WaitlistStatus::Invited);
            assert_eq!(waitlist.reject(&more[0].id).await.expect("rejected").status, WaitlistStatus::Rejected);
            assert!(waitlist.delete(&more[1].id).await.expect("forgotten").deleted);
        }
    }
}

on_both! {
    async fn settings_and_domains(app: TestApp) {
        let served = Served::start(&app).await;
        for (name, client) in served.clients() {
            let instance = client.instance();
            assert_eq!(instance.get().await.expect("read").environment_type, "development");
            let body = contract::UpdateInstanceBody { allowed_origins: Some(["https://app.example.com"].into_iter().collect()), ..Default::default() };
            instance.update(&body).await.expect("changed");
            assert_eq!(instance.get().await.expect("read").allowed_origins, Some(vec!["https://app.example.com".to_owned()]));
            let body = contract::UpdateRestrictionsBody { blocklist: Some(Some(true.into())), ..Default::default() };
            assert!(instance.update_restrictions(&body).await.expect("changed").blocklist);
            let body = contract::UpdateOrganizationSettingsBody { max_allowed_memberships: Some(Some(7.into())), ..Default::default() };
            assert_eq!(instance.update_organization_settings(&body).await.expect("changed").max_allowed_memberships, 7);
            assert_eq!(instance.organization_settings().await.expect("read").max_allowed_memberships, 7);

            let domains = client.domains();
            let all = domains.list().await.expect("listed");
            assert!(!all.data[0].is_satellite);
            let host = format!("{}.example.net", name.replace('_', "-"));
            let body = contract::CreateDomainBody { name: host.clone(), is_satellite: true.into(), proxy_url: None };
            match domains.create(&body).await {
                Ok(domain) => {
                    let body = contract::UpdateDomainBody { name: Some(format!("new.{host}")), ..Default::default() };
                    assert_eq!(domains.update(&domain.id, &body).await.expect("changed").name, format!("new.{host}"));
                    assert!(domains.delete(&domain.id).await.expect("removed").deleted);
                }
                Err(error) => panic!("{error}"),
            }
        }
    }
}
