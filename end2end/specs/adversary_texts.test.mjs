// Texts that want to be code, in everything that people, backends and browsers can say about themselves: pages, mails and
// the dashboard show them as the texts they are.
import assert from "node:assert/strict";
import { firstOperator } from "../support/operators.mjs";
import { member } from "../support/people.mjs";
import { visit, world } from "../support/world.mjs";

const IS_LONG = process.env.ONEHOP_LONG === "1";
const CALL = "window.pwned=1";
const PAYLOADS = [
  `<script>${CALL}</script>`,
  `"><script>${CALL}</script>`,
  `'><script>${CALL}</script>`,
  `</title><script>${CALL}</script>`,
  `</textarea><img src=x onerror=${CALL}>`,
  `</script><script>${CALL}</script>`,
  `<img src=x onerror=${CALL}>`,
  `<img src=//evil.example/x>`,
  `<svg onload=${CALL}>`,
  `<svg><animate onbegin=${CALL} attributeName=x>`,
  `<body onload=${CALL}>`,
  `<iframe srcdoc="<script>parent.pwned=1</script>">`,
  `<iframe src="javascript:parent.pwned=1">`,
  `<a href="javascript:${CALL}">x</a>`,
  `<details open ontoggle=${CALL}>`,
  `<input autofocus onfocus=${CALL}>`,
  `<math><mi xlink:href="javascript:${CALL}">`,
  `<base href=//evil.example/>`,
  `<meta http-equiv=refresh content="0;url=//evil.example">`,
  `<link rel=stylesheet href=//evil.example/x>`,
  `<style>@import'//evil.example/x'</style>`,
  `<form action=//evil.example><button autofocus>`,
  `" onmouseover="${CALL}" autofocus onfocus="${CALL}" x="`,
  `' onfocus='${CALL}' autofocus='`,
  `javascript:${CALL}`,
  `{{constructor.constructor('${CALL}')()}}`,
  "${" + CALL + "}",
  `<!--><img src=x onerror=${CALL}>-->`,
  `<![CDATA[<script>${CALL}</script>]]>`,
  `&lt;script&gt;${CALL}&lt;/script&gt;`,
  `\\u003cscript\\u003e${CALL}\\u003c/script\\u003e`,
  `%3Cscript%3E${CALL}%3C/script%3E`,
];
/** No name is longer: so many payloads share one, where there is little time. */
const LONGEST = 250;

const here = world({ ONEHOP_LIMITS_MULTIPLIER: "1000" }, async (server) => ({ operator: await firstOperator(server) }));

/** What is written everywhere, one after another. */
function texts() {
  if (IS_LONG) return PAYLOADS;
  const list = [""];
  for (const payload of PAYLOADS) {
    if (list.at(-1).length + payload.length > LONGEST) list.push("");
    list.push(list.pop() + payload);
  }
  return list;
}

/** Watches a page for anything that ran or was fetched from elsewhere. */
async function guarded(page) {
  const found = [];
  page.on("dialog", (dialog) => (found.push(`a dialog: ${dialog.message()}`), dialog.dismiss()));
  page.on("request", (request) => new URL(request.url()).hostname.endsWith("evil.example") && found.push(`fetched ${request.url()}`));
  await page.addInitScript(() => document.addEventListener("securitypolicyviolation", (it) => (window.violated = `${it.violatedDirective} ${it.blockedURI}`)));
  return async (what) => {
    const seen = await page.evaluate(() => [window.pwned, window.violated]);
    assert.deepEqual([seen[0] ?? null, seen[1] ?? null, found], [null, null, []], what);
  };
}

async function shows(page, text, what) {
  const html = await page.evaluate(() => [document.documentElement.textContent, ...[...document.querySelectorAll("input,textarea,button,a,img,[aria-label],[title]")].flatMap((it) => [it.value, it.getAttribute("aria-label"), it.title, it.alt])].join("\n"));
  assert.ok(html.includes(text), `${what} doesn't show ${text}`);
}

here.scenario("names, addresses, browsers and metadata are shown as texts", async ({ open, server, prepared, watch }) => {
  watch.expect(404, "/v1/");
  for (const text of texts()) {
    const name = text.slice(0, 256);
    const ada = await member(server, { firstName: name, lastName: name });
    const [user] = await server.backend("GET", `/v1/users?email_address=${encodeURIComponent(ada.email)}`);
    await server.backend("PATCH", `/v1/users/${user.id}/metadata`, { public_metadata: { [name]: name }, private_metadata: { [name]: name }, unsafe_metadata: { [name]: name } });
    await server.backend("PATCH", `/v1/users/${user.id}`, { external_id: name.slice(0, 120) });
    const page = await open({ as: ada.device, userAgent: `Mozilla/5.0 ${name.replaceAll(/[^\x20-\x7e]/g, "")}` });
    const check = await guarded(page);
    for (const path of ["/user", "/user/security", "/user?panel=profile", "/"]) {
      await visit(page, path);
      await check(`${path} with ${name}`);
    }
    await visit(page, "/user");
    await shows(page, name.trim(), "/user");
    await page.getByRole("button", { name: /account menu$/ }).first().click();
    await check(`the menu with ${name}`);
    const desk = await open({ as: prepared.operator });
    const checkDesk = await guarded(desk);
    for (const path of ["/dashboard/users", `/dashboard/users?query=${encodeURIComponent(name.slice(0, 60))}`, `/dashboard/users/${user.id}`, "/dashboard/audit", "/dashboard"]) {
      await visit(desk, path);
      await checkDesk(`${path} with ${name}`);
    }
    await visit(desk, `/dashboard/users/${user.id}`);
    await shows(desk, name.trim(), "the user's room");
    await page.context().close();
    await desk.context().close();
  }
});

here.scenario("what stands in a page's address is no code", async ({ open, watch, prepared }) => {
  for (const status of [400, 404]) watch.expect(status, "/");
  const page = await open();
  const check = await guarded(page);
  const desk = await open({ as: prepared.operator });
  const checkDesk = await guarded(desk);
  for (const text of texts()) {
    const it = encodeURIComponent(text);
    for (const path of [`/sign-in?redirect_url=${it}`, `/sign-in?redirect_url=%2F${it}`, `/sign-up?__clerk_ticket=${it}&__clerk_status=sign_up`, `/sign-in?identifier=${it}&error=${it}&step=${it}`, `/nothing/${it}`]) {
      await page.goto(path);
      await check(path);
    }
    await page.goto("/sign-in");
    // A form without scripts brings back what was typed.
    await page.context().addCookies([{ name: "__onehop_flash", value: Buffer.from(JSON.stringify({ form: "sign-in.identifier", errors: [], values: { identifier: text } })).toString("base64url"), url: page.url() }]);
    await page.goto("/sign-in");
    await check(`the flash with ${text}`);
    await desk.goto(`/dashboard/sign-in?then=${it}`);
    await desk.goto(`/dashboard/users?query=${it}&order_by=${it}&page=${it}`);
    await checkDesk(`a search for ${text}`);
  }
});

here.scenario("mails say texts as texts", async ({ open, server, watch }) => {
  watch.expect(404, "/");
  const page = await open();
  const check = await guarded(page);
  for (const text of texts()) {
    await member(server, { firstName: text.slice(0, 256), lastName: text.slice(0, 256) });
  }
  // Rendered as a mail reader would that runs everything.
  for (const mail of await server.mails()) {
    await page.setContent(mail.html);
    await page.waitForTimeout(5);
    await check(`a mail: ${mail.subject}`);
    assert.doesNotMatch(mail.html, /<script|onerror=|evil\.example\/(?!.*&)/, mail.subject);
  }
  await visit(page, "/").catch(() => {});
  await page.goto("/dev/mailbox");
  await check("the mailbox");
});
