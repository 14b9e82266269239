// Webhooks: what the server delivers is accepted, unmodified, by the libraries that people have, and refused by them where
// anything about it is wrong. Every event that there is fits the published description.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { after, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { verifyWebhook } from "@clerk/backend/webhooks";
import { Webhook as Standard } from "standardwebhooks";
import { Webhook as Svix } from "svix";
import { environment, missing } from "../support/python.mjs";
import { pause } from "../support/server.mjs";
import { Receiver, Webhooks } from "../support/webhooks.mjs";
import { FOLDER, webhooks as description } from "./contract.mjs";
import { PASSWORD, address, world } from "./support.mjs";

const REQUIREMENTS = fileURLToPath(new URL("python/requirements.txt", import.meta.url));
const SCRIPT = fileURLToPath(new URL("python/webhooks.py", import.meta.url));
const OTHER_SECRET = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX";
/** Libraries take what is five minutes old, and nothing older. */
const TOO_LATE_S = 302;
const ARRIVED_MS = 20_000;

/** Each takes a delivery and the secret, and hands back the event or throws. */
const LIBRARIES = {
  svix: ({ body, headers }, secret) => new Svix(secret).verify(body, headers),
  standardwebhooks: ({ body, headers }, secret) => new Standard(secret).verify(body, headers),
  "@clerk/backend": ({ body, headers }, signingSecret) => {
    const request = new Request("https://example.com/hook", { method: "POST", headers, body });
    return verifyWebhook(request, { signingSecret });
  },
};

let hooks;
let receiver;
let endpoint;
let secret;
let deliveries;
let invitation;
const here = world({}, async ({ server }) => {
  hooks = await Webhooks.open(server);
  receiver = await Receiver.open();
  endpoint = await hooks.add(receiver.url);
  secret = await hooks.secret(endpoint.id);
  deliveries = await everything();
});
after(() => receiver?.close());

/** Makes every event that there is; the deliveries. */
async function everything() {
  const email = address();
  const person = await here.person({ emailAddress: [email], password: PASSWORD, firstName: "Zoë", lastName: "李 \u{1f600}" });
  await here.sdk.users.updateUserMetadata(person.id, { publicMetadata: { text: '</script> "quoted" \u2028 ø' } });
  await here.sdk.sessions.revokeSession((await here.sdk.sessions.createSession({ userId: person.id })).id);
  for (const how of ["end", "remove"]) {
    const browser = here.browser();
    const session = await browser.signIn({ identifier: email, password: PASSWORD });
    await browser.post(`/v1/client/sessions/${session}/${how}`, {});
  }
  const waiting = await here.sdk.waitlistEntries.create({ emailAddress: address(), notify: false });
  await here.sdk.waitlistEntries.reject(waiting.id);
  invitation = await here.sdk.invitations.createInvitation({ emailAddress: address() });
  await here.sdk.users.deleteUser(person.id);
  const last = (await here.raw("GET", "/v1/events?limit=500")).json.data;
  await arrived(last.length);
  return [...receiver.deliveries];
}

async function arrived(count) {
  const end = Date.now() + ARRIVED_MS;
  while (receiver.deliveries.length < count && Date.now() < end) await pause(20);
  assert.equal(receiver.deliveries.length, count, "every event is delivered once");
}

/** Other bytes, of the same length and still JSON: one letter of the first type's name. */
function changed({ headers, body }) {
  const copy = Buffer.from(body);
  const at = copy.indexOf('"type":"') + '"type":"'.length;
  copy[at] ^= 1;
  return { headers, body: copy };
}

for (const [name, verify] of Object.entries(LIBRARIES)) {
  describe(name, () => {
    const rejects = async (delivery, key, message) => assert.rejects(async () => verify(delivery, key), /signature|timestamp/i, message);

    test("accepts every delivery as it came", async () => {
      for (const delivery of deliveries) {
        const event = await verify(delivery, secret);
        const wire = JSON.parse(delivery.body);
        assert.deepEqual([event.type, event.data], [wire.type, wire.data]);
      }
    });

    test("refuses one changed byte, another secret, another id", async () => {
      for (const delivery of deliveries) {
        await rejects(changed(delivery), secret, "changed");
        await rejects(delivery, OTHER_SECRET, "another secret");
        const headers = { ...delivery.headers, "svix-id": "evt_other", "webhook-id": "evt_other" };
        await rejects({ ...delivery, headers }, secret, "another id");
      }
    });

    test("refuses what is older than five minutes", async (t) => {
      const later = Date.now() + TOO_LATE_S * 1_000;
      t.mock.method(Date, "now", () => later);
      for (const delivery of deliveries) await rejects(delivery, secret, "old");
    });
  });
}

test("standardwebhooks of Python accepts every delivery, and refuses what is wrong", { timeout: 300_000 }, async (t) => {
  const reason = await missing();
  if (reason) return t.skip(reason);
  const python = await environment("python-sdk", REQUIREMENTS);
  const plain = ({ headers, body }, key = secret, seconds = 0) => ({ headers, body: body.toString(), secret: key, seconds });
  const wrong = (delivery) => [plain(changed(delivery)), plain(delivery, OTHER_SECRET), plain(delivery, secret, TOO_LATE_S)];
  const verdicts = await judged(python, [...deliveries.map((it) => plain(it)), ...deliveries.flatMap(wrong)]);
  assert.deepEqual(
    verdicts.slice(0, deliveries.length).map(({ event }) => event),
    deliveries.map(({ body }) => JSON.parse(body)),
  );
  assert.equal(verdicts.length, deliveries.length * 4);
  const expected = ["No matching signature found", "No matching signature found", "Message timestamp too old"];
  verdicts.slice(deliveries.length).forEach(({ refused }, at) => assert.equal(refused, expected[at % 3]));
});

test("both names of the headers say the same, and the id is the event's", () => {
  for (const { headers, body } of deliveries) {
    for (const part of ["id", "timestamp", "signature"]) assert.equal(headers[`svix-${part}`], headers[`webhook-${part}`]);
    const { id, object, instance_id: instance } = JSON.parse(body);
    assert.deepEqual([headers["webhook-id"], object, headers["content-type"]], [id, "event", "application/json"]);
    assert.match(instance, /^ins_/);
  }
});

test("every type of event that is offered was delivered, and fits the published description", async (t) => {
  const events = deliveries.map(({ body }) => JSON.parse(body));
  const offered = (await hooks.call("GET", "/event_types")).data;
  assert.deepEqual([...new Set(events.map(({ type }) => type))].sort(), offered.map(({ type }) => type).sort());
  const contract = description();
  if (!contract) return t.skip(`the published descriptions aren't in ${FOLDER}`);
  const found = [...events, ...offered.map(({ example }) => example)].flatMap((event) =>
    contract.eventProblems(event).map((problem) => `${event.type}: ${problem}`),
  );
  assert.deepEqual([...new Set(found)], []);
});

test("a mail is told without the link that it brings", () => {
  const [mail] = deliveries.map(({ body }) => JSON.parse(body)).filter(({ type }) => type === "email.created");
  assert.deepEqual([mail.data.slug, mail.data.to_email_address], ["invitation", invitation.emailAddress]);
  const ticket = new URL(invitation.url).searchParams.get("__clerk_ticket");
  assert.ok(ticket.length > 20);
  for (const { body } of deliveries) assert.ok(!body.includes(ticket), "nobody signs up by what a receiver gets");
  for (const text of [mail.data.body, mail.data.body_plain]) assert.ok(text.includes("\u2022".repeat(6)), text);
});

test("for a day after it was changed the secret before opens deliveries too", async () => {
  const before = receiver.deliveries.length;
  const fresh = await hooks.rotate(endpoint.id);
  assert.notEqual(fresh, secret);
  await here.person();
  await arrived(before + 1);
  const delivery = receiver.deliveries.at(-1);
  for (const verify of Object.values(LIBRARIES))
    for (const key of [secret, fresh]) assert.equal((await verify(delivery, key)).type, "user.created");
});

/** What the Python library says to each of these. */
async function judged(python, given) {
  const child = spawn(python, [SCRIPT], { stdio: ["pipe", "pipe", "inherit"] });
  const parts = [];
  child.stdout.on("data", (part) => parts.push(part));
  child.stdin.end(JSON.stringify(given));
  const code = await new Promise((resolve) => child.once("close", resolve));
  assert.equal(code, 0, "the script ends well");
  return JSON.parse(Buffer.concat(parts));
}
