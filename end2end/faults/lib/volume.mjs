// Disks of our own: a small one in memory that can be filled, one in a file that can be copied at any moment.
import { mkdirSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { run, works } from "./program.mjs";
import { folder } from "./onehop.mjs";

/** Why there can be no disk of our own here; nothing where there can. */
export async function missing() {
  if (process.getuid() !== 0) return "needs root, to mount a disk of its own";
  const at = await folder();
  const isMounted = await works("mount", ["-t", "tmpfs", "-o", "size=1m", "onehop-faults", at]);
  if (isMounted) await run("umount", [at]);
  rmSync(at, { recursive: true, force: true });
  return isMounted ? undefined : "this machine mounts nothing";
}

/** The same for a disk in a file. */
export async function missingImage() {
  const reason = await missing();
  if (reason) return reason;
  const at = await folder();
  try {
    const image = await Image.make(`${at}/image`, 8);
    await image.remove();
    return undefined;
  } catch (error) {
    return `this machine has no loop devices (${error.message.split("\n")[1] ?? error.message})`;
  } finally {
    rmSync(at, { recursive: true, force: true });
  }
}

/** A disk in memory of so many MiB. */
export class Small {
  static async make(mebibytes) {
    const small = new Small();
    small.folder = await folder();
    await run("mount", ["-t", "tmpfs", "-o", `size=${mebibytes}m,mode=755`, "onehop-faults", small.folder]);
    return small;
  }

  async remove() {
    await run("umount", [this.folder]);
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A disk in a file: what the file holds is what would be left after a power cut. */
export class Image {
  static async make(file, mebibytes) {
    await run("truncate", ["-s", `${mebibytes}M`, file]);
    await run("mkfs.ext4", ["-q", "-F", "-E", "lazy_itable_init=0,nodiscard", file]);
    return Image.mount(file);
  }

  /** Repairs what a power cut left, as a machine that starts does. */
  static async mount(file) {
    const image = new Image();
    image.file = file;
    image.folder = `${dirname(file)}/mounted-${file.split("/").at(-1)}`;
    mkdirSync(image.folder, { recursive: true });
    await run("mount", ["-o", "loop", file, image.folder]);
    return image;
  }

  /** A copy of the disk as it is at this moment. */
  async copy(file) {
    await run("cp", ["--sparse=always", this.file, file]);
  }

  async remove() {
    await run("umount", [this.folder]);
    rmSync(this.folder, { recursive: true, force: true });
    rmSync(this.file, { force: true });
  }
}
