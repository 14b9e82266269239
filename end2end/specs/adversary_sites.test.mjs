// Pages of other sites, in a browser whose person is signed in: nothing that they send changes anything, nothing that they
// frame is shown, and nothing that they open knows them.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch } from "../support/browser.mjs";
import { firstOperator } from "../support/operators.mjs";
import { member } from "../support/people.mjs";
import { pause, startServer } from "../support/server.mjs";
import { APP, SIBLING, STRANGER, moved, openSites } from "../support/sites.mjs";

const IS_LONG = process.env.ONEHOP_LONG === "1";
/** What a page began is under way by then. */
const SETTLE_MS = 400;
let sites, server, browser, ada, operator, user;

before(async () => {
  sites = await openSites();
  [server, browser] = await Promise.all([startServer({ ONEHOP_SERVER_PUBLIC_URL: sites.origin(APP), ONEHOP_LIMITS_MULTIPLIER: "1000" }), launch()]);
  sites.to = server.url;
  // Node doesn't look the product's name up by itself: calls go to its port, and say that they come from its page.
  server.origin = sites.origin(APP);
  ada = await member(server);
  operator = await firstOperator(server);
  [user] = await server.backend("GET", `/v1/users?email_address=${encodeURIComponent(ada.email)}`);
});

after(async () => {
  await browser?.close();
  await server?.stop();
  await sites?.close();
});

/** Calls that change something; each as a path, and as fields of a form. */
function changes() {
  const list = [
    ["/v1/me?_method=PATCH", { first_name: "Mallory" }],
    ["/v1/me?_method=DELETE", {}],
    ["/v1/me/email_addresses", { email_address: "mallory@example.com" }],
    ["/forms/v1/me", { _method: "PATCH", first_name: "Mallory", _then: "/user", _back: "/user" }],
    ["/v1/client/sessions?_method=DELETE", {}],
  ];
  const more = [
    ["/v1/me/totp", {}],
    ["/v1/me/change_password", { new_password: "mallory knows this one" }],
    ["/v1/me/metadata?_method=PATCH", { unsafe_metadata: '{"mallory":1}' }],
    ["/forms/v1/me/email_addresses", { email_address: "mallory@example.com", _then: "/user", _back: "/user" }],
    ["/forms/v1/client/sessions", { _method: "DELETE", _then: "/", _back: "/" }],
    ["/v1/client?_method=DELETE", {}],
    ["/dashboard/forms/v1/users", { "email_address[]": "mallory@example.com", _then: "/dashboard", _back: "/dashboard" }],
    ["/dashboard/api/v1/users", { email_address: "mallory@example.com" }],
    ["/dashboard/forms/v1/dashboard/secret_keys", { name: "mallory", _then: "/dashboard", _back: "/dashboard" }],
    ["/api/who_am_i", {}],
  ];
  return IS_LONG ? [...list, ...more] : [...list, more[6]];
}

const hidden = (fields) =>
  Object.entries(fields)
    .map(([name, value]) => `<input type=hidden name='${name}' value='${value}'>`)
    .join("");

/** Ways for a page to make its reader's browser send something: those that stay where they are, and those that go along. */
function recipes(target, fields) {
  const body = new URLSearchParams(fields).toString();
  const json = JSON.stringify(fields);
  const to = JSON.stringify(target);
  const form = (more, inner = hidden(fields)) => `<form id=f method=post action="${target}" ${more}>${inner}</form>`;
  const submit = "<script>document.getElementById('f').submit()</script>";
  const framed = (inner, more) => `<iframe ${more} srcdoc="${inner.replaceAll("&", "&amp;").replaceAll('"', "&quot;")}"></iframe>`;
  const call = (options) => `<script>fetch(${to}, {method:"POST",credentials:"include",${options}}).catch(() => {})</script>`;
  const text = JSON.stringify(body);
  const kind = (value) => `headers:{"content-type":"${value}"}`;
  const get = `${target}${target.includes("?") ? "&" : "?"}${body}`;
  const staying = [
    call(`mode:"no-cors",${kind("application/x-www-form-urlencoded")},body:${text}`),
    call(`mode:"no-cors",body:${JSON.stringify(json)}`),
    call(`${kind("application/json")},body:${JSON.stringify(json)}`),
    call(`method:"PATCH",${kind("application/json")},body:${JSON.stringify(json)}`),
    call(`headers:{"x-requested-with":"XMLHttpRequest"},body:${text}`),
    call(`mode:"no-cors",referrerPolicy:"no-referrer",body:new URLSearchParams(${json})`),
    call(`mode:"no-cors",keepalive:true,body:new URLSearchParams(${json})`),
    `<script>const x=new XMLHttpRequest();x.open("POST",${to});x.withCredentials=true;x.send(new URLSearchParams(${json}))</script>`,
    `<script>navigator.sendBeacon(${to},new URLSearchParams(${json}))</script>`,
    `<img src="${get}"><iframe src="${get}"></iframe><script src="${get}"></script><link rel=stylesheet href="${get}"><link rel=prefetch href="${get}">`,
    framed(form("") + submit, "sandbox='allow-scripts allow-forms'"),
    `<iframe name=here></iframe><form id=g method=post action="${target}" target=here>${hidden(fields)}</form><script>document.getElementById("g").submit()</script>`,
  ];
  return [
    staying.join(""),
    form("") + submit,
    form("enctype='text/plain'", `<input type=hidden name='${json.slice(0, -1)}${json === "{}" ? "" : ","}"x":"' value='"}'>`) + submit,
    form("enctype='multipart/form-data'") + submit,
    `<meta name=referrer content=no-referrer>${form("")}${submit}`,
    `<form id=f method=get action="${target}">${hidden(fields)}</form>${submit}`,
    form("target=_blank") + submit,
    `<meta http-equiv=refresh content="0;url=${get}">`,
    form("").replace(target, "/on") + submit,
    `<a id=a href="/nothing" ping="${target}">x</a><script>document.getElementById('a').click()</script>`,
  ];
}

/** Everything that the calls above could change. */
async function state() {
  const one = await server.backend("GET", `/v1/users/${user.id}`);
  const sessions = await server.backend("GET", `/v1/sessions?user_id=${user.id}`);
  const users = await server.backend("GET", "/v1/users/count");
  const list = sessions.data ?? sessions;
  const { last_active_at: _, updated_at: __, ...rest } = one;
  return JSON.stringify([rest, list.map((it) => [it.id, it.status]), users]);
}

const device = () => {
  const cookies = [...ada.device.cookies, ...operator.cookies];
  return moved({ cookies, origins: [] });
};

test("no page of another site changes anything", { timeout: 600_000 }, async () => {
  const before = await state();
  let sent = 0;
  for (const [path, fields] of changes()) {
    const target = sites.origin(APP) + path;
    sites.pages.set("/on", { status: 307, headers: { location: target } });
    for (const name of [STRANGER, SIBLING]) {
      const context = await browser.newContext({ storageState: device() });
      const dones = recipes(target, fields).map(async (html, number) => {
        const at = `/${number}-${sent}`;
        sites.pages.set(at, `<!doctype html><meta charset=utf-8>${html}`);
        const page = await context.newPage();
        await page.goto(sites.origin(name) + at).catch(() => {});
        await pause(SETTLE_MS);
        await page.close().catch(() => {});
      });
      sent += (await Promise.all(dones)).length;
      await context.close();
      assert.equal(await state(), before, `something of ${path} got through from ${name}`);
    }
  }
  assert.ok(sent >= 100, `${sent} pages`);
  const reached = sites.asked.filter((it) => it.startsWith("POST") && it.endsWith("/on"));
  assert.ok(reached.length > 0, "the redirect was asked for");
  const changing = sites.answered.filter((it) => it.method !== "GET" && it.method !== "OPTIONS" && it.origin !== sites.origin(APP));
  assert.ok(changing.length >= 100 && changing.some((it) => it.hasCookie), `${changing.length} calls arrived, some with the person's cookies`);
  assert.deepEqual(changing.filter((it) => it.status < 400), [], "and all were refused");
});

test("the same calls from our own page do change something", { timeout: 60_000 }, async () => {
  const context = await browser.newContext({ storageState: device() });
  const page = await context.newPage();
  await page.goto(`${sites.origin(APP)}/user`);
  const status = await page.evaluate(async () => (await fetch("/v1/me?_method=PATCH", { method: "POST", body: new URLSearchParams({ last_name: "Byron" }) })).status);
  assert.equal(status, 200);
  await context.close();
});

test("no page of ours is shown in a frame", { timeout: 120_000 }, async () => {
  const paths = ["/", "/sign-in", "/sign-up", "/user", "/user/security", "/dashboard", "/dashboard/users", "/dashboard/sign-in", "/v1/client", "/v1/environment", "/openapi.json", "/nothing"];
  const context = await browser.newContext({ storageState: device() });
  for (const name of [STRANGER, SIBLING]) {
    const frames = paths.map((path) => `<iframe src="${sites.origin(APP)}${path}"></iframe><object data="${sites.origin(APP)}${path}"></object><embed src="${sites.origin(APP)}${path}">`);
    sites.pages.set("/frames", `<!doctype html>${frames.join("")}<iframe sandbox src="${sites.origin(APP)}/user"></iframe>`);
    const page = await context.newPage();
    await page.goto(`${sites.origin(name)}/frames`);
    await pause(SETTLE_MS);
    for (const frame of page.frames().slice(1)) {
      const text = await frame.evaluate(() => document.documentElement?.innerText ?? "", undefined, { timeout: 1_000 }).catch(() => "");
      assert.ok(!frame.url().startsWith(sites.origin(APP)) && !/Ada|Sign in|session/.test(text), `${frame.url()} is shown in a frame: ${text.slice(0, 80)}`);
    }
    await page.close();
  }
  await context.close();
});

test("a page of ours that another site opened doesn't know its opener", { timeout: 60_000 }, async () => {
  const context = await browser.newContext({ storageState: device() });
  for (const name of [STRANGER, SIBLING]) {
    for (const path of ["/user", "/sign-in", "/dashboard/sign-in"]) {
      sites.pages.set("/open", `<!doctype html><script>const w = window.open("${sites.origin(APP)}${path}"); setInterval(() => (document.title = String(!w || w.closed)), 50)</script>`);
      const page = await context.newPage();
      const opened = context.waitForEvent("page");
      await page.goto(`${sites.origin(name)}/open`);
      const popup = await opened;
      await popup.waitForLoadState();
      assert.equal(await popup.evaluate(() => window.opener), null, `${path} from ${name}`);
      await page.waitForFunction(() => document.title === "true", undefined, { timeout: 5_000 });
      await popup.close();
      await page.close();
    }
  }
  await context.close();
});

test("nothing of ours can be read from another site", { timeout: 60_000 }, async () => {
  const context = await browser.newContext({ storageState: device() });
  for (const name of [STRANGER, SIBLING]) {
    sites.pages.set("/read", "<!doctype html>");
    const page = await context.newPage();
    await page.goto(`${sites.origin(name)}/read`);
    for (const path of ["/v1/client", "/v1/me", "/v1/environment", "/user", "/.well-known/jwks.json", "/dashboard/api/v1/users"]) {
      for (const credentials of ["include", "omit"]) {
        const read = await page.evaluate(([url, how]) => fetch(url, { credentials: how }).then((it) => it.text(), () => null), [sites.origin(APP) + path, credentials]);
        assert.equal(read, null, `${path} (${credentials}) is read from ${name}`);
      }
    }
    const cookies = await page.evaluate(() => document.cookie);
    assert.equal(cookies, "", "and no cookie of ours is there");
    await page.close();
  }
  await context.close();
});
