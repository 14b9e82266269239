// Whether our own description of both APIs is true: `node described.mjs OPENAPI FILE`. The file holds one answer a line,
// as the tests record them where ONEHOP_RECORD is set; each must have a status and a body that its operation names.
import { createReadStream, readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import Ajv from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

const MOST_SHOWN = 30;
/** JSON, a resource a line. */
const LINES = "application/x-ndjson";

export class Description {
  #ajv = addFormats(new Ajv({ strict: false }));
  #checks = new Map();
  #operations;

  constructor({ paths, components }) {
    this.components = components;
    this.#ajv.addFormat("int64", true).addFormat("uint32", true);
    this.#ajv.addSchema({ $id: "ours", components: { schemas: components.schemas } });
    this.#operations = Object.entries(paths).flatMap(([path, verbs]) =>
      Object.entries(verbs).map(([method, { operationId, tags, responses }]) => ({
        name: operationId,
        isForBackend: tags.includes("Backend API"),
        method: method.toUpperCase(),
        segments: segments(path),
        responses,
      })),
    );
    this.names = this.#operations.map(({ name }) => name);
  }

  /** The operation of a request; fixed segments win over variable ones, whatever the verb. */
  find(method, path) {
    const asked = segments(path);
    const order = (one) => one.segments.map((it) => (it.startsWith("{") ? 1 : 0)).join("");
    const here = this.#operations
      .filter((one) => one.segments.length === asked.length)
      .filter((one) => one.segments.every((it, at) => it.startsWith("{") || it === asked[at]));
    const nearest = here.map(order).sort()[0];
    return here.find((one) => one.method === method && order(one) === nearest);
  }

  /** What is wrong with an answer; nothing when it is as described, or not about anything described. */
  problem({ method, path, status, contentType, body, hasSecretKey }) {
    const { pathname, searchParams } = new URL(path, "http://localhost");
    if (!/^\/+(v1\/|\.well-known\/jwks\.json)/.test(pathname) || ["HEAD", "OPTIONS"].includes(method)) return undefined;
    const verb = verbOf(method, searchParams);
    const operation = this.find(verb, pathname);
    const at = `${verb} ${pathname}: ${status}`;
    // A secret key asks the Backend API, which knows nothing of the other one's paths.
    const isElsewhere = operation && hasSecretKey && !operation.isForBackend && [401, 404, 405].includes(status);
    if (isElsewhere) return undefined;
    // Where browsers are led on to a page is a link, not a call.
    const isLink = pathname === "/v1/tickets/accept" && status === 303;
    if (!operation) return status < 400 && !isLink ? `${at} where nothing is described` : undefined;
    const response = this.#resolved(operation.responses[status]);
    if (!response) return `${operation.name}: ${status} is not described`;
    const [expected, { schema }] = Object.entries(response.content ?? {})[0] ?? ["", {}];
    if (!schema) return body ? `${operation.name}: ${status} comes with a body` : undefined;
    if (contentType !== expected) return `${operation.name}: ${status} is ${contentType || "nothing"} and not ${expected}`;
    if (!body) return `${operation.name}: ${status} comes without a body`;
    const check = this.#check(operation.name, status, schema);
    const texts = expected === LINES ? body.trim().split("\n") : [body];
    if (texts.every((text) => check(JSON.parse(text)))) return undefined;
    const { instancePath, message } = check.errors[0];
    return `${operation.name}: ${status}${instancePath.replace(/\/\d+/g, "/*")} ${message}`;
  }

  #resolved(response) {
    return response?.$ref ? this.components.responses[response.$ref.split("/").pop()] : response;
  }

  #check(name, status, schema) {
    const key = `${name} ${status}`;
    if (!this.#checks.has(key)) {
      const text = JSON.stringify(schema).replaceAll('"$ref":"#/', '"$ref":"ours#/');
      this.#checks.set(key, this.#ajv.compile(JSON.parse(text)));
    }
    return this.#checks.get(key);
  }
}

/** Browsers that know GET and POST alone name the others in the query. */
function verbOf(method, parameters) {
  const named = parameters.get("_method")?.toUpperCase();
  return method === "POST" && ["PUT", "PATCH", "DELETE"].includes(named) ? named : method;
}

function segments(path) {
  return path.split("/").filter(Boolean);
}

async function main(openapi, file) {
  const description = new Description(JSON.parse(readFileSync(openapi, "utf8")));
  const problems = new Map();
  const answered = new Set();
  let count = 0;
  for await (const line of createInterface({ input: createReadStream(file) })) {
    const answer = JSON.parse(line);
    const problem = description.problem(answer);
    count += 1;
    if (problem) problems.set(problem, (problems.get(problem) ?? 0) + 1);
    else if (answer.status < 300) {
      const { pathname, searchParams } = new URL(answer.path, "http://localhost");
      const operation = description.find(verbOf(answer.method, searchParams), pathname);
      if (operation) answered.add(operation.name);
    }
  }
  for (const [problem, times] of [...problems].slice(0, MOST_SHOWN)) console.log(`${problem} (${times}×)`);
  const unseen = description.names.filter((name) => !answered.has(name));
  if (unseen.length > 0) console.log(`no success of ${unseen.join(", ")} was recorded`);
  console.log(
    `our own description: ${count} answers, ${problems.size} differ; ${answered.size} of ${description.names.length} operations answered with success`,
  );
  process.exitCode = problems.size > 0 ? 1 : 0;
}

if (process.argv[1] === new URL(import.meta.url).pathname) await main(...process.argv.slice(2));
