// A process that receives webhooks as cheaply as it can: it reads as much of HTTP as it takes to find where a delivery
// ends, counts, and answers. `process.argv[2]` receivers answer, and one more never does; the parent asks by messages.

import { createServer } from "node:net";

const ANSWER = "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n";
let count = 0;
let first = 0;
let wanted = Infinity;
let delays;

function receive(socket) {
  let rest = Buffer.alloc(0);
  socket.setNoDelay(true);
  socket.on("error", () => {});
  socket.on("data", (part) => {
    rest = rest.length > 0 ? Buffer.concat([rest, part]) : part;
    const head = rest.indexOf("\r\n\r\n");
    if (head < 0) return;
    const length = Number(/content-length: (\d+)/i.exec(rest.latin1Slice(0, head))[1]);
    if (rest.length < head + 4 + length) return;
    taken(rest.subarray(head + 4));
    rest = rest.subarray(head + 4 + length);
    socket.write(ANSWER);
  });
}

function taken(body) {
  count += 1;
  if (delays) delays.push(performance.timeOrigin + performance.now() - JSON.parse(body).timestamp);
  if (count === 1) first = Date.now();
  if (count === wanted) process.send({ first, last: Date.now() });
}

const listening = (handler) =>
  new Promise((done) => {
    const server = createServer(handler).listen(0, "127.0.0.1", () => done(server.address().port));
  });

process.on("message", ({ wants, isTimed, asksDelays }) => {
  if (asksDelays) return process.send({ delays });
  [count, first, wanted, delays] = [0, 0, wants, isTimed ? [] : undefined];
  return process.send({});
});
process.on("disconnect", () => process.exit());

const ports = await Promise.all(Array.from({ length: Number(process.argv[2]) }, () => listening(receive)));
const hanging = await listening((socket) => socket.on("error", () => {}).resume());
process.send({ ports, hanging });
