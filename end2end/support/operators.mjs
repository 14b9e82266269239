// Operators: how one comes to the dashboard, and what their authenticator app shows.
import { createHmac } from "node:crypto";
import { visible } from "./check.mjs";
import { visit } from "./world.mjs";

export const OPERATOR = "operator@example.com";
export const OPERATOR_PASSWORD = "seven quiet harbours at dusk";

/** The path of the link that the server prints while nobody runs it. */
export function setupPath(server) {
  const link = server.output().match(/\/dashboard\/setup\?token=[\w-]+/);
  if (!link) throw new Error(`no link in the output:\n${server.output()}`);
  return link[0];
}

/** Becomes the first operator, by the server's own calls; what a browser keeps of it. */
export async function firstOperator(server) {
  const token = new URL(setupPath(server), server.url).searchParams.get("token");
  return signedIn(server, "/v1/dashboard/link", { token, email_address: OPERATOR, password: OPERATOR_PASSWORD });
}

/** Signs the operator in once more; what a browser keeps of it. A session has a proof when it begins. */
export function operatorAgain(server) {
  return signedIn(server, "/v1/dashboard/session", { email_address: OPERATOR, password: OPERATOR_PASSWORD });
}

async function signedIn(server, path, body) {
  const headers = { "content-type": "application/json", origin: server.origin ?? server.url };
  const response = await fetch(`${server.url}/dashboard/api${path}`, { method: "POST", headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  const [name, value] = response.headers.getSetCookie().find((line) => line.startsWith("__dash=")).split(";")[0].split("=");
  const cookie = { name, value, domain: "localhost", path: "/", expires: -1, httpOnly: true, secure: false, sameSite: "Strict" };
  return { cookies: [cookie], origins: [] };
}

/** Signs in at the page. */
export async function signInAtDashboard(page, password = OPERATOR_PASSWORD) {
  await visit(page, "/dashboard/sign-in");
  await page.getByLabel("Email address").fill(OPERATOR);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

/** The code that an app with this base32 secret shows `steps` half minutes from now. */
export function totp(secret, steps = 0) {
  const bits = [...secret.replaceAll(/\s/g, "")].map((it) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(it).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps));
  const mac = createHmac("sha1", key).update(counter).digest();
  const at = mac[19] & 15;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

/** The room with this heading is there. */
export function inRoom(page, name) {
  return visible(page.getByRole("heading", { level: 1, name }));
}
