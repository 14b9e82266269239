// Operators: how one comes to the dashboard, and what their authenticator app shows.
import { createHmac } from "node:crypto";
import { visible } from "./check.mjs";
import { OPERATOR, OPERATOR_PASSWORD } from "./operator_session.mjs";
import { visit } from "./world.mjs";

export { OPERATOR, OPERATOR_PASSWORD, firstOperator, operatorAgain, setupPath } from "./operator_session.mjs";

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
