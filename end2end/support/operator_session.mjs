// Operators without a browser: becoming the first one, and signing in, by the server's own calls.

export const OPERATOR = "operator@example.com";
export const OPERATOR_PASSWORD = "seven quiet harbours at dusk";

/** The path of the link that the server prints while nobody runs it. */
export function setupPath(server) {
  const link = server.output().match(/\/dashboard\/setup\?token=[\w-]+/);
  if (!link) throw new Error(`no link in the output:\n${server.output()}`);
  return link[0];
}

/** Becomes the first operator; what a browser keeps of it. */
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
