// nginx in front of two nodes, as an operator sets it up: connections to the nodes are kept, a node that refuses is left
// alone for a second, and a request that a node may have begun is never given to the other one.
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { freePort } from "../../support/program.mjs";
import { run } from "./program.mjs";
import { until } from "./settings.mjs";

export const FAIL_TIMEOUT_MS = 1_000;
const START_MS = 10_000;

/** Debian keeps it where only root's PATH leads. */
export const NGINX = "/usr/sbin/nginx";

export class Nginx {
  /** `ports`: of the nodes; `port`: where it listens. */
  static async start(folder, port, ports) {
    const nginx = new Nginx();
    Object.assign(nginx, { folder, port, url: `http://127.0.0.1:${port}` });
    mkdirSync(folder, { recursive: true });
    const file = join(folder, "nginx.conf");
    writeFileSync(file, configuration(folder, port, ports));
    nginx.child = spawn(NGINX, ["-e", join(folder, "error.log"), "-c", file], { stdio: "ignore" });
    nginx.ended = new Promise((resolve) => nginx.child.once("exit", resolve));
    await until(
      "nginx",
      () =>
        fetch(nginx.url).then(
          () => true,
          () => false,
        ),
      START_MS,
    );
    return nginx;
  }

  /** What it complained about. */
  complaints() {
    return readFileSync(join(this.folder, "error.log"), "utf8")
      .split("\n")
      .filter((line) => !/refused/.test(line))
      .join("\n");
  }

  async stop() {
    this.child.kill("SIGTERM");
    await this.ended;
  }
}

function configuration(folder, port, ports) {
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (name) => `${name}_temp_path ${folder}/${name};`,
  );
  return `
daemon off;
worker_processes 1;
pid ${folder}/pid;
events {}
http {
  ${temporary.join("\n  ")}
  access_log off;
  upstream onehop {
    ${ports.map((it) => `server 127.0.0.1:${it} max_fails=1 fail_timeout=${FAIL_TIMEOUT_MS / 1_000}s;`).join("\n    ")}
    keepalive 16;
  }
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass http://onehop;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
      proxy_set_header X-Forwarded-Proto $scheme;
    }
  }
}
`;
}

/** Why there is none; nothing where there is. */
export async function missing() {
  return run(NGINX, ["-v"]).then(
    () => undefined,
    () => "nginx is not here",
  );
}
