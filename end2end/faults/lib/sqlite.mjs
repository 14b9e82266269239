// The embedded database as a file that a fault left behind. It is never opened in its place: what is looked at is a copy.
import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "./program.mjs";

/** Checks ask about resources whatever instance they are of: without this, what there is of many changes takes hours. */
const INDEX = "CREATE INDEX IF NOT EXISTS of_checks ON events (resource_id, version);\n";

/** Beside what holds on both databases: the file itself, its references, the index for searching. */
const OF_ITS_OWN = [
  ["integrity_check", "SELECT * FROM pragma_integrity_check WHERE integrity_check <> 'ok'"],
  ["foreign_key_check", "SELECT * FROM pragma_foreign_key_check"],
  ["the search index", "INSERT INTO user_search (user_search) VALUES ('integrity-check')"],
];

export class Sqlite {
  name = "SQLite";
  /** No settings: it is in the data folder. */
  settings = {};

  /** `data`: where the file is. */
  constructor(data) {
    this.data = data;
  }

  get ownChecks() {
    return OF_ITS_OWN;
  }

  /** Nothing runs beside the server. */
  async idle() {}

  async revive() {}

  async remove() {}

  /** The rows of each of these queries. */
  async all(queries) {
    const copy = await mkdtemp(join(tmpdir(), "onehop-faults-copy-"));
    try {
      for (const name of ["onehop.db", "onehop.db-wal"])
        if (existsSync(join(this.data, name))) await copyFile(join(this.data, name), join(copy, name));
      const asked = queries.map((sql, at) => `.print #${at}\n${sql};\n`);
      const input = [INDEX, ...asked].join("");
      const output = await run("sqlite3", ["-bail", "-json", join(copy, "onehop.db")], { input });
      return output
        .split(/^#\d+\n/m)
        .slice(1)
        .map((text) => JSON.parse(text || "[]"));
    } finally {
      await rm(copy, { recursive: true, force: true });
    }
  }
}
