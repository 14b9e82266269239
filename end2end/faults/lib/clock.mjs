// The clock of a server's machine, set by us: libfaketime shifts the time of day while it runs. The other clock, which
// counts the time that passes, stays right, as on a machine whose time is corrected.
import { existsSync, readdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const NAME = "faketime/libfaketimeMT.so.1";

function library() {
  const places = ["/usr/lib", "/usr/lib64", ...readdirSync("/usr/lib").map((name) => join("/usr/lib", name))];
  return places.map((place) => join(place, NAME)).find((path) => existsSync(path));
}

/** Why there is none; nothing where there is. */
export function missing() {
  return library() ? undefined : "libfaketime is not here";
}

export class Clock {
  /** `folder`: where its file is. */
  constructor(folder) {
    this.file = join(folder, "clock");
    this.set(0);
  }

  /** What a server needs to go by it. */
  get settings() {
    return {
      LD_PRELOAD: library(),
      FAKETIME_TIMESTAMP_FILE: this.file,
      FAKETIME_NO_CACHE: "1",
      FAKETIME_DONT_FAKE_MONOTONIC: "1",
      DONT_FAKE_MONOTONIC: "1",
    };
  }

  /** So many seconds ahead of ours, or behind. */
  set(seconds) {
    writeFileSync(`${this.file}.new`, `${seconds < 0 ? "" : "+"}${seconds}\n`);
    renameSync(`${this.file}.new`, this.file);
  }
}

export const MINUTE = 60;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
