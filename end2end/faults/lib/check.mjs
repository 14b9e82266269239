// Is everything there that was acknowledged, and is what is there whole?
import { backend } from "./http.mjs";

/** Passwords that one check tries: each costs a hash. */
const PASSWORDS = 8;

/** Queries that find what must never be, on both databases. */
const NEVER = [
  ["the total of users", "SELECT value FROM totals WHERE name = 'users' AND value <> (SELECT COUNT(*) FROM users)"],
  [
    "gaps in the feed",
    "SELECT value FROM event_sequences WHERE value <> (SELECT COUNT(*) FROM events) OR value <> (SELECT COALESCE(MAX(sequence), 0) FROM events)",
  ],
  [
    "users that the feed doesn't know",
    "SELECT id FROM users WHERE NOT EXISTS (SELECT 1 FROM events WHERE resource_id = users.id AND type = 'user.created')",
  ],
  [
    "users whose last event tells of another version",
    "SELECT id FROM users WHERE version <> (SELECT MAX(version) FROM events WHERE resource_id = users.id)",
  ],
  [
    "users whose last event tells of something else",
    "SELECT users.id FROM users JOIN events ON events.resource_id = users.id AND events.version = users.version WHERE REPLACE(events.data, COALESCE(users.first_name, ''), '') = events.data AND users.first_name <> ''",
  ],
  [
    "mails to people that the feed doesn't know",
    "SELECT id FROM mails WHERE recipient NOT IN (SELECT email_address FROM operators) AND NOT EXISTS (SELECT 1 FROM events WHERE resource_id = mails.id AND type = 'email.created')",
  ],
  ["versions told twice", "SELECT resource_id FROM events GROUP BY resource_id HAVING COUNT(*) <> COUNT(DISTINCT version)"],
  ["versions left out", "SELECT resource_id FROM events GROUP BY resource_id HAVING COUNT(*) <> MAX(version)"],
  [
    "users that are gone though nothing tells so",
    "SELECT resource_id FROM events WHERE type = 'user.created' AND NOT EXISTS (SELECT 1 FROM users WHERE id = events.resource_id) AND NOT EXISTS (SELECT 1 FROM events AS others WHERE others.resource_id = events.resource_id AND others.type = 'user.deleted')",
  ],
  [
    "users that are there though deleted",
    "SELECT id FROM users WHERE EXISTS (SELECT 1 FROM events WHERE resource_id = users.id AND type = 'user.deleted')",
  ],
  [
    "users without their address",
    "SELECT id FROM users WHERE NOT EXISTS (SELECT 1 FROM email_addresses WHERE id = users.primary_email_address_id AND user_id = users.id)",
  ],
  [
    "addresses of nobody",
    "SELECT id FROM email_addresses WHERE NOT EXISTS (SELECT 1 FROM users WHERE id = email_addresses.user_id)",
  ],
  [
    "users whom nobody finds",
    "SELECT id FROM users WHERE search_id IS NULL OR search_id NOT IN (SELECT rowid FROM user_search)",
  ],
  ["found users that aren't", "SELECT rowid FROM user_search WHERE rowid NOT IN (SELECT search_id FROM users)"],
  [
    "the day's sign-ups",
    "SELECT SUM(value) AS value FROM daily_totals WHERE name = 'sign_ups' HAVING SUM(value) <> (SELECT COUNT(*) FROM events WHERE type = 'user.created')",
  ],
  [
    "sessions whose last event tells of another version",
    "SELECT id FROM sessions WHERE version <> (SELECT MAX(version) FROM events WHERE resource_id = sessions.id)",
  ],
  ["sessions of nobody", "SELECT id FROM sessions WHERE NOT EXISTS (SELECT 1 FROM users WHERE id = sessions.user_id)"],
  [
    "sign-ups that made nobody",
    "SELECT id FROM sign_ups WHERE created_user_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM events WHERE resource_id = created_user_id AND type = 'user.created')",
  ],
  [
    "protocol entries without their change",
    "SELECT id FROM audit_entries WHERE version_after IS NOT NULL AND NOT EXISTS (SELECT 1 FROM events WHERE resource_id = target_id AND version = version_after)",
  ],
];
const USERS =
  "SELECT users.id, users.first_name, users.public_metadata, users.password_digest IS NOT NULL AS has_password, email_addresses.email_address FROM users JOIN email_addresses ON email_addresses.id = users.primary_email_address_id";
const SESSIONS = "SELECT id, status FROM sessions";

/**
 * Looks at the rows: what is wrong with them, and what of the acknowledged is lost. Unless they are passing, the ledger
 * knows from then on what the doubtful changes came to.
 */
export async function checkRows(driver, database, { isPassing = false } = {}) {
  const checks = [...NEVER, ...database.ownChecks];
  const [users, sessions, ...found] = await database.all([USERS, SESSIONS, ...checks.map(([, sql]) => sql)]);
  const problems = checks.flatMap(([name], at) =>
    found[at].length > 0 ? [`${name}: ${JSON.stringify(found[at]).slice(0, 300)}`] : [],
  );
  return { problems, lost: compare(driver, users, sessions, isPassing) };
}

/** Holds rows against the ledger. */
function compare(driver, users, sessions, isPassing) {
  const lost = [];
  const rows = new Map(users.map((row) => [row.email_address, row]));
  const statuses = new Map(sessions.map(({ id, status }) => [id, status]));
  const hold = (fact, value, what) => {
    if (!fact.allows(value)) lost.push(`${what} is ${value}, acknowledged was ${fact.known}`);
    if (!isPassing) fact.acknowledge(value);
  };
  for (const account of driver.accounts) {
    const row = rows.get(account.email);
    rows.delete(account.email);
    hold(account.exists, row !== undefined, `${account.email} (there)`);
    if (!row) continue;
    if (!isPassing) account.id = row.id;
    hold(account.firstName, row.first_name, `${account.email}'s name`);
    hold(account.count, JSON.parse(row.public_metadata || "{}").count ?? null, `${account.email}'s metadata`);
    if (!row.has_password && account.password.known !== null) lost.push(`${account.email}'s password is gone`);
    for (const [id, fact] of account.sessions) hold(fact, statuses.get(id), `${account.email}'s session ${id}`);
  }
  for (const email of rows.keys()) lost.push(`${email} comes from nowhere`);
  return lost;
}

/** Asks the server about everybody who was changed since the last time; what of it is wrong. */
export async function checkAnswers(driver) {
  const problems = [];
  let passwords = 0;
  for (const account of driver.touched) {
    const { id, email } = account;
    if (!id) continue;
    const user = await driver.backend("GET", `/v1/users/${id}`);
    const wanted = account.exists.known ? [200, account.firstName.known, account.count.known] : [404, undefined, undefined];
    const seen = [
      user.status,
      user.json?.first_name,
      account.exists.known ? (user.json?.public_metadata?.count ?? null) : undefined,
    ];
    if (JSON.stringify(seen) !== JSON.stringify(wanted)) problems.push(`${email}: ${JSON.stringify({ seen, wanted })}`);
    if (!account.exists.known) continue;
    const own = account.browser && account.sessions.get(account.browser.session)?.known;
    if (own) {
      const { status } = await account.browser.browser.refresh(account.browser.session);
      if ((status === 200) !== (own === "active")) problems.push(`${email}: a session that is ${own} is answered ${status}`);
    }
    if (account.password.known !== null && (passwords < PASSWORDS || !account.password.isCertain)) {
      passwords += 1;
      problems.push(...(await checkPassword(driver, account)));
    }
  }
  driver.touched.clear();
  return problems;
}

/** One of those it may be must be right. */
async function checkPassword(driver, { id, email, password }) {
  for (const candidate of password.candidates()) {
    const { status } = await backend(driver.target(), driver.secretKey, "POST", `/v1/users/${id}/verify_password`, {
      password: candidate,
    });
    if (status === 200) {
      password.acknowledge(candidate);
      return [];
    }
  }
  return [`${email}: none of ${password.candidates().length} passwords is right`];
}
