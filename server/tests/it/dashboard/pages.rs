//! The dashboard's pages as the server sends them.

use crate::on_both;

/// Every room.
const ROOMS: [&str; 8] = [
    "/dashboard",
    "/dashboard/users",
    "/dashboard/invitations",
    "/dashboard/restrictions",
    "/dashboard/keys",
    "/dashboard/settings",
    "/dashboard/audit",
    "/dashboard/account",
];

on_both! {
    async fn who_is_not_in_is_led_to_the_way_in(app: TestApp) {
        let user = app.signed_up("ada@example.com").await;
        for room in ROOMS {
            let reply = user.get(room).await;
            assert_eq!(reply.status.as_u16(), 303, "{room}: a user of the app is nobody here");
            assert!(reply.header("location").is_some_and(|to| to.starts_with("/dashboard/sign-in")), "{room}");
        }
    }
}

on_both! {
    async fn every_room_comes_with_its_data_and_is_kept_by_nobody(app: TestApp) {
        let operator = app.operator().await;
        app.backend().user("ada@example.com").await;
        for room in ROOMS {
            let page = operator.client.get(room).await;
            assert_eq!(page.status.as_u16(), 200, "{room}: {}", page.text);
            assert!(page.text.contains("<h1"), "{room}: {}", page.text);
            assert!(!page.text.contains("could not be loaded"), "{room}: {}", page.text);
            assert_eq!(page.header("cache-control"), Some("private, no-store"), "{room}");
            let policy = page.header("content-security-policy").expect("a policy");
            assert!(policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe-inline"), "{policy}");
        }
        assert!(operator.client.get("/dashboard/users").await.text.contains("ada@example.com"));
        assert!(operator.client.get("/dashboard/settings").await.text.contains(&app.app.instance.publishable_key));
        let missing = operator.client.get("/dashboard/nothing/here").await;
        assert_eq!(missing.status.as_u16(), 404);
    }
}

on_both! {
    async fn no_page_has_the_sessions_token_in_it(app: TestApp) {
        let operator = app.operator().await;
        let token = operator.client.cookie("__dash").expect("a token");
        for room in ROOMS {
            assert!(!operator.client.get(room).await.text.contains(&token), "{room}");
        }
    }
}

on_both! {
    async fn the_links_page_tells_its_address_to_nobody(app: TestApp) {
        let token = app.operator_link(None).await;
        let page = app.client().get(&format!("/dashboard/setup?token={token}")).await.ok();
        assert_eq!(page.header("referrer-policy"), Some("same-origin"));
        assert!(page.text.contains("Set password and sign in"), "{}", page.text);
        let page = app.client().get("/dashboard/setup?token=used").await;
        assert!(page.text.contains("used already"), "{}", page.text);
    }
}
