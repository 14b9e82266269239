// How much of the published contract the tests have answered: `node coverage.mjs FILE`. The file holds one answer a
// line, as support.mjs and the Rust tests record them where ONEHOP_RECORD is set.
//
// An operation counts when one of its answers is a success that fits the published schema. Where we differ on purpose,
// deviations.json says so with a reason; everything else that doesn't fit is listed, and fails.
import { createReadStream, existsSync, readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { FOLDER, contract } from "./contract.mjs";

const file = process.argv[2] ?? process.env.ONEHOP_RECORD;
const known = new Set(
  JSON.parse(readFileSync(new URL("deviations.json", import.meta.url), "utf8")).flatMap(({ differs }) => differs),
);
const contracts = { backend: contract("backend"), frontend: contract("frontend") };
if (!contracts.backend || !contracts.frontend) {
  console.log(`coverage skipped: the published descriptions aren't in ${FOLDER}`);
  process.exit(0);
}
if (!file || !existsSync(file)) {
  console.error(`no answers recorded${file ? ` in ${file}` : ""}: run make test first`);
  process.exit(2);
}

const covered = { backend: new Set(), frontend: new Set() };
const violations = { backend: new Map(), frontend: new Map() };
const differing = new Set();
for await (const line of createInterface({ input: createReadStream(file) })) judge(JSON.parse(line));
report();

function judge(answer) {
  const { pathname, searchParams } = new URL(answer.path, "http://localhost");
  // Browsers that know GET and POST alone name the others in the query.
  const method = (answer.method === "POST" && searchParams.get("_method")) || answer.method;
  if (answer.status < 200 || answer.status >= 400) return;
  // Both share some paths: whoever has a secret key asks the Backend API.
  const apis = answer.hasSecretKey ? ["backend", "frontend"] : ["frontend", "backend"];
  // With a secret key some clients leave the version out of a path that the Frontend API's browsers know without one.
  const path = answer.hasSecretKey && !pathname.startsWith("/v1/") ? `/v1${pathname}` : pathname;
  const api = apis.find((name) => contracts[name].find(method, path));
  if (!api) return;
  const operation = contracts[api].find(method, path);
  const problems = contracts[api].problems(operation, { ...answer, isPage: searchParams.get("paginated") === "true" });
  const isNew = (problem) => !known.has(problem);
  problems.filter((problem) => !isNew(problem)).forEach((problem) => differing.add(problem));
  problems.filter(isNew).forEach((problem) => violations[api].set(problem, operation.name));
  if (!problems.some(isNew)) covered[api].add(operation.name);
}

function report() {
  for (const api of ["backend", "frontend"]) {
    for (const [problem, where] of [...violations[api]].sort()) console.log(`${api}: ${problem} (${where})`);
  }
  const unseen = [...known].filter((problem) => !differing.has(problem));
  if (unseen.length > 0)
    console.log(`deviations.json: no answer shows ${unseen.length} of ${known.size}: ${unseen.slice(0, 3).join("; ")} …`);
  const share = (api) => `${api}: ${covered[api].size} of ${contracts[api].operations.length}`;
  const count = violations.backend.size;
  console.log(
    `${share("backend")} operations answered with a schema-valid success, ${count} schema violations; ${share("frontend")}`,
  );
  process.exitCode = violations.backend.size + violations.frontend.size > 0 ? 1 : 0;
}
