// Requests that may fail in any way: whatever happens, there is a status. 0 says that there was no answer.

const PATIENCE_MS = 20_000;

async function request(url, init) {
  try {
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(PATIENCE_MS) });
    const text = await response.text();
    return { status: response.status, headers: response.headers, json: parsed(text) };
  } catch (error) {
    return { status: 0, error: error.cause?.code ?? error.name };
  }
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A call of the Backend API. */
export function backend(target, secretKey, method, path, body) {
  const headers = { authorization: `Bearer ${secretKey}`, "content-type": "application/json" };
  return request(target + path, { method, headers, body: body && JSON.stringify(body) });
}

/** A browser on a page of ours: it keeps cookies. */
export class Browser {
  cookies = new Map();

  constructor(target, origin) {
    Object.assign(this, { target, origin });
  }

  async post(path, fields) {
    const cookie = [...this.cookies].map((pair) => pair.join("=")).join("; ");
    const headers = { origin: this.origin, ...(cookie && { cookie }) };
    const reply = await request(this.target() + path, { method: "POST", headers, body: new URLSearchParams(fields) });
    for (const line of reply.headers?.getSetCookie() ?? []) {
      const [, name, value] = line.match(/^([^=]+)=([^;]*)/);
      if (/max-age=0/i.test(line)) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return reply;
  }

  /** Asks for a session token: `status` is 200 while the session lives. */
  refresh(session) {
    return this.post(`/v1/client/sessions/${session}/tokens`, {});
  }
}
