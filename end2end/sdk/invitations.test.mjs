// `invitations` and `waitlistEntries`: every method, every field.
import assert from "node:assert/strict";
import { test } from "node:test";
import { deleted, inSeconds, invitation, newInvitation, page, waitlistEntry } from "./shapes.mjs";
import { address, world } from "./support.mjs";

const DAY = 86_400;
const here = world();

test("somebody is invited by mail, and the invitation is taken back", async () => {
  const to = address();
  const fields = { public_metadata: { plan: "pro" }, expires_at: inSeconds(7 * DAY) };
  const params = {
    emailAddress: to,
    publicMetadata: { plan: "pro" },
    redirectUrl: `${here.server.url}/sign-up`,
    expiresInDays: 7,
  };
  const made = await here.gives("POST /v1/invitations", newInvitation(to, fields), (sdk) =>
    sdk.invitations.createInvitation(params),
  );
  assert.ok(made.raw.url, "the page that takes the ticket");
  assert.ok(
    (await here.server.mails()).some((mail) => mail.to === to),
    "the mail is on its way",
  );
  await here.gives(`GET /v1/invitations?query=${encodeURIComponent(to)}&paginated=true`, page(invitation(to, fields)), (sdk) =>
    sdk.invitations.getInvitationList({ query: to }),
  );
  const error = await here.refuses(400, "duplicate_record", (sdk) => sdk.invitations.createInvitation({ emailAddress: to }));
  assert.deepEqual(error.errors[0].meta.emailAddresses, [to]);
  const revoked = invitation(to, { ...fields, revoked: true, status: "revoked" });
  await here.gives(`POST /v1/invitations/${made.id}/revoke`, revoked, (sdk) => sdk.invitations.revokeInvitation(made.id));
  await here.refuses(400, "invitation_already_revoked", (sdk) => sdk.invitations.revokeInvitation(made.id));
  await here.rawGives("DELETE", `/v1/invitations/${made.id}`, deleted("invitation", made.id));
  await here.refuses(404, "resource_not_found", (sdk) => sdk.invitations.revokeInvitation(made.id));
});

test("invitations are listed by state, without revoked ones unless asked for", async () => {
  const addresses = [address(), address(), address()];
  const made = [];
  for (const to of addresses) made.push(await here.sdk.invitations.createInvitation({ emailAddress: to, notify: false }));
  await here.sdk.invitations.revokeInvitation(made[0].id);
  const names = async (params) => (await here.sdk.invitations.getInvitationList(params)).data.map((it) => it.emailAddress);
  assert.deepEqual(await names(), [addresses[2], addresses[1]]);
  assert.deepEqual(await names({ status: "pending", orderBy: "email_address" }), [addresses[1], addresses[2]]);
  assert.deepEqual(await names({ status: "revoked", query: addresses[0] }), [addresses[0]]);
  assert.deepEqual(await names({ status: "accepted" }), []);
  assert.deepEqual(await names({ status: "expired" }), []);
  const part = await here.sdk.invitations.getInvitationList({ limit: 1, offset: 1, orderBy: "-created_at" });
  assert.deepEqual([part.data.length, part.totalCount], [1, 2]);
  await here.refuses(
    422,
    "form_param_value_invalid",
    (sdk) => sdk.invitations.getInvitationList({ orderBy: "shoe_size" }),
    "order_by",
  );
  assert.ok(!(await here.server.mails()).some((mail) => addresses.includes(mail.to)), "nobody was told");
});

test("who was invited or has an account is invited again only when that is meant", async () => {
  const one = await here.person();
  const { emailAddress } = one.emailAddresses[0];
  await here.refuses(
    422,
    "form_identifier_exists",
    (sdk) => sdk.invitations.createInvitation({ emailAddress, notify: false }),
    "email_address",
  );
  await here.gives("POST /v1/invitations", newInvitation(emailAddress), (sdk) =>
    sdk.invitations.createInvitation({ emailAddress, notify: false, ignoreExisting: true }),
  );
  await here.refuses(
    422,
    "form_param_format_invalid",
    (sdk) => sdk.invitations.createInvitation({ emailAddress: "nonsense" }),
    "email_address",
  );
  for (const expiresInDays of [-1, 366]) {
    await here.refuses(
      422,
      "form_param_value_invalid",
      (sdk) => sdk.invitations.createInvitation({ emailAddress: address(), expiresInDays }),
      "expires_in_days",
    );
  }
});

test("several people at once", async () => {
  const [one, other] = [address(), address()];
  const params = [
    { emailAddress: one, publicMetadata: { team: "a" }, notify: false },
    { emailAddress: other, notify: false },
  ];
  const shapes = [newInvitation(one, { public_metadata: { team: "a" } }), newInvitation(other)];
  await here.gives("POST /v1/invitations/bulk", shapes, (sdk) => sdk.invitations.createInvitationBulk(params));
  const many = Array.from({ length: 11 }, () => ({ emailAddress: address(), notify: false }));
  await here.refuses(400, "bulk_size_exceeded", (sdk) => sdk.invitations.createInvitationBulk(many));
});

test("the waiting list: in, invited, turned down, out", async () => {
  const list = "/v1/waitlist_entries";
  const [one, other, third] = [address(), address(), address()];
  const first = await here.gives(`POST ${list}`, waitlistEntry(one), (sdk) =>
    sdk.waitlistEntries.create({ emailAddress: one, notify: false }),
  );
  const [second, last] = await here.gives(`POST ${list}/bulk`, [waitlistEntry(other), waitlistEntry(third)], (sdk) =>
    sdk.waitlistEntries.createBulk([
      { emailAddress: other, notify: false },
      { emailAddress: third, notify: false },
    ]),
  );
  await here.gives(
    `GET ${list}?query=${encodeURIComponent(one)}&status=pending&order_by=-created_at`,
    page(waitlistEntry(one)),
    (sdk) => sdk.waitlistEntries.list({ query: one, status: "pending", orderBy: "-created_at" }),
  );
  const invited = (given) => waitlistEntry(given, { status: "invited", invitation: invitation(given) });
  const { value } = await here.watch((sdk) => sdk.waitlistEntries.invite(first.id));
  assert.deepEqual([value.status, value.invitation.emailAddress, value.invitation.status], ["invited", one, "pending"]);
  await here.gives(`GET ${list}?query=${encodeURIComponent(one)}`, page(invited(one)), (sdk) =>
    sdk.waitlistEntries.list({ query: one }),
  );
  await here.gives(`POST ${list}/${second.id}/reject`, waitlistEntry(other, { status: "rejected" }), (sdk) =>
    sdk.waitlistEntries.reject(second.id),
  );
  await here.gives(`DELETE ${list}/${last.id}`, deleted("waitlist_entry", last.id), (sdk) => sdk.waitlistEntries.delete(last.id));
  await here.refuses(404, "resource_not_found", (sdk) => sdk.waitlistEntries.delete(last.id));
  await here.refuses(404, "resource_not_found", (sdk) => sdk.waitlistEntries.invite("wle_nothing"));
  await here.refuses(409, "waitlist_entry_already_invited", (sdk) => sdk.waitlistEntries.delete(first.id));
});
