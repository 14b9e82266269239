// The words on the pages in other languages: read from the catalogues in the source, found by their English.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const LIBRARY = join(ROOT, "src/text");
const PAGES = join(ROOT, "app/src/hosted/text");
const FOLDERS = { en: "english", de: "german", ar: "arabic" };
const ENTRY = /^\s+(\w+)(?:: \w+)?(?::| =) (?:Template\(\s*)?"((?:[^"\\]|\\.)*)"/gm;

/** `component.field` → text, for one language. */
function catalogue(language) {
  const folder = join(LIBRARY, FOLDERS[language]);
  const files = readdirSync(folder).map((name) => [name, join(folder, name)]);
  files.push(["hosted.rs", join(PAGES, `${FOLDERS[language]}.rs`)]);
  const entries = files.flatMap(([name, path]) =>
    [...readFileSync(path, "utf8").matchAll(ENTRY)].map(([, field, text]) => [`${name}:${field}`, plain(text)]),
  );
  return new Map(entries);
}

function plain(text) {
  return text.replaceAll(/\\u\{([0-9a-f]+)\}/g, (_, code) => String.fromCodePoint(Number.parseInt(code, 16)));
}

const CATALOGUES = Object.fromEntries(Object.keys(FOLDERS).map((language) => [language, catalogue(language)]));
const LANGUAGE_OF = new WeakMap();

/** Notes which language the pages of a context speak. */
export function speaks(context, locale = "en") {
  LANGUAGE_OF.set(context, locale.split("-")[0]);
}

/** The English words in the language of the page: one text, or a pattern where the same English is said in two ways. */
export function say(page, english) {
  const language = LANGUAGE_OF.get(page.context()) ?? "en";
  if (language === "en") return english;
  const said = new Set();
  for (const [name, text] of CATALOGUES.en) if (text === english) said.add(CATALOGUES[language].get(name));
  if (said.size === 0) return optional(page, english);
  const [first] = said;
  return said.size === 1 ? first : new RegExp(`^(${[...said].map((it) => RegExp.escape?.(it) ?? it.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|")})$`);
}

/** "First name (optional)" is two texts. */
function optional(page, english) {
  const end = " (optional)";
  if (!english.endsWith(end)) throw new Error(`no text says ${JSON.stringify(english)}`);
  return `${say(page, english.slice(0, -end.length))} ${say(page, end.trim())}`;
}

/** The English texts that the language says in other words, with those words; without slots and single letters. */
export function translated(language) {
  const pairs = [...CATALOGUES.en].map(([name, text]) => [text, CATALOGUES[language].get(name)]);
  return pairs.filter(([text, own]) => own !== undefined && own !== text && !text.includes("{") && text.length > 1);
}
