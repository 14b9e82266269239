// A neighbourhood: the product under a name of its own, a sibling under the same site, and a stranger. All on one port, told
// apart by the name that the browser asks for, as by a proxy.
import { createServer, request } from "node:http";

export const APP = "app.site.localhost";
export const SIBLING = "evil.site.localhost";
export const STRANGER = "evil.stranger.localhost";

/** Opens the port. `pages` answers for sibling and stranger: from a path to HTML, or to `{ status, headers, body }`. What they
 * were asked is kept in `asked`, and what the product answered in `answered`. */
export async function openSites() {
  const sites = { pages: new Map(), asked: [], answered: [], to: undefined };
  const server = createServer((incoming, outgoing) => {
    const [name] = (incoming.headers.host ?? "").split(":");
    if (name === APP) forward(sites, incoming, outgoing);
    else answer(sites, name, incoming, outgoing);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  sites.origin = (name) => `http://${name}:${port}`;
  sites.close = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  return sites;
}

/** What a browser keeps for `localhost`, as if it had been given by the product under its name here. */
export function moved(device) {
  return { ...device, cookies: device.cookies.map((cookie) => ({ ...cookie, domain: APP })) };
}

function answer(sites, name, incoming, outgoing) {
  sites.asked.push(`${incoming.method} ${name}${incoming.url}`);
  incoming.resume();
  const page = sites.pages.get(incoming.url.split("?")[0]) ?? { status: 404, body: "" };
  const { status = 200, headers = {}, body = "" } = typeof page === "string" ? { body: page } : page;
  outgoing.writeHead(status, { "content-type": "text/html; charset=utf-8", ...headers });
  outgoing.end(body);
}

function forward(sites, incoming, outgoing) {
  const { hostname, port } = new URL(sites.to);
  const onward = request({ hostname, port, path: incoming.url, method: incoming.method, headers: incoming.headers }, (reply) => {
    const { method, headers } = incoming;
    sites.answered.push({ method, origin: headers.origin, hasCookie: headers.cookie !== undefined, status: reply.statusCode });
    outgoing.writeHead(reply.statusCode, reply.rawHeaders);
    reply.pipe(outgoing);
  });
  onward.on("error", () => outgoing.destroy());
  incoming.pipe(onward);
}
