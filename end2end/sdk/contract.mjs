// The published description of both APIs: which operation a request is, and what is wrong with an answer to it. And that
// of webhooks: what is wrong with an event.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import Ajv from "ajv";
import addFormats from "ajv-formats";
import { parse } from "yaml";

/** Where the descriptions are; they are no part of this repository. */
export const FOLDER = fileURLToPath(new URL("../../../shared/contract/openapi/", import.meta.url));
const METHODS = ["get", "post", "put", "patch", "delete", "head", "options"];
const UNIONS = ["oneOf", "anyOf"];

/** The description of `backend` or `frontend`; nothing where it isn't beside this repository. */
export function contract(api) {
  const file = join(FOLDER, `${api}-api.2026-05-12.yml`);
  return existsSync(file) ? new Contract(api, parse(readFileSync(file, "utf8"))) : undefined;
}

/** The description of webhooks; nothing where it isn't beside this repository. */
export function webhooks() {
  const file = join(FOLDER, "webhooks.2025-04-15.yml");
  return existsSync(file) ? new Contract("webhooks", parse(readFileSync(file, "utf8"))) : undefined;
}

class Contract {
  #ajv = addFormats(new Ajv({ strict: false, allErrors: true, verbose: true }));
  #places = new Map();

  constructor(api, { paths = {}, "x-webhooks": events = {}, components }) {
    this.api = api;
    for (const schema of Object.values(components.schemas)) joinParts(schema, components.schemas);
    for (const [name, schema] of Object.entries(components.schemas)) this.#prepare(schema, name);
    this.#ajv.addSchema({ components: { schemas: components.schemas } }, api);
    const responses = (given) => (given.$ref ? components.responses[given.$ref.split("/").pop()] : given);
    const methods = ([path, item]) =>
      METHODS.filter((method) => item[method]).map((method) => [method, path, item[method].responses]);
    this.operations = Object.entries(paths)
      .flatMap(methods)
      .map(([method, path, answers]) =>
        this.#operation(
          method,
          path,
          Object.entries(answers).map(([status, given]) => [status, responses(given)]),
        ),
      );
    this.events = new Map(Object.entries(events).map(([type, { post }]) => [type, this.#event(type, post)]));
  }

  /** What is wrong with an event as it was delivered: texts, none when nothing is. */
  eventProblems(event) {
    const schema = this.events.get(event.type);
    return schema ? this.#validate(schema, event) : [`${event.type}: unknown`];
  }

  /** The operation of a request; fixed segments win over variable ones. */
  find(method, path) {
    const asked = segments(path);
    const fits = (one) =>
      one.method === method &&
      one.segments.length === asked.length &&
      one.segments.every((it, at) => it === null || it === asked[at]);
    const order = (one) => one.segments.map((it) => (it === null ? 1 : 0)).join("");
    return this.operations.filter(fits).sort((one, other) => (order(one) < order(other) ? -1 : 1))[0];
  }

  /**
   * What is wrong with a success: texts, none when nothing is. `isPage`: `paginated=true` was asked for, which makes a
   * page of what the description knows as a bare list only.
   */
  problems(operation, { status, contentType, body, isPage }) {
    const schema = operation.successes.get(String(status));
    if (schema === undefined) return [`${operation.name}: answers with ${status}`];
    if (schema === null) return [];
    if (contentType !== "application/json" || !body)
      return [`${operation.name}: answers with ${contentType || "nothing"} instead of JSON`];
    const value = JSON.parse(body);
    const isListed = isPage && schema.type === "array" && Number.isInteger(value?.total_count);
    return this.#validate(schema, isListed ? value.data : value);
  }

  #operation(method, path, answers) {
    const whole = this.api === "backend" ? `/v1${path}` : path;
    const name = `${method.toUpperCase()} ${whole}`;
    const successes = answers
      .filter(([status]) => /^[23]/.test(status))
      .map(([status, { content }]) => {
        const schema = content?.["application/json"]?.schema ?? null;
        if (schema) this.#prepare(schema, name);
        return [status, schema];
      });
    return { name, method: method.toUpperCase(), segments: segments(whole), successes: new Map(successes) };
  }

  #event(type, { requestBody }) {
    const { schema } = requestBody.content["application/json"];
    this.#prepare(schema, type);
    return schema;
  }

  /** Remembers where each schema stands, and says "or null" and "see there" as JSON Schema does. */
  #prepare(schema, place) {
    if (this.#places.has(schema)) return;
    this.#places.set(schema, place);
    if (schema.$ref?.startsWith("#")) schema.$ref = this.api + schema.$ref;
    for (const [name, member] of Object.entries(schema.properties ?? {})) this.#prepare(member, `${place}.${name}`);
    for (const union of ["allOf", ...UNIONS]) for (const part of schema[union] ?? []) this.#prepare(part, place);
    if (schema.items) this.#prepare(schema.items, `${place}[]`);
    if (typeof schema.additionalProperties === "object") this.#prepare(schema.additionalProperties, `${place}.*`);
    if (schema.nullable) this.#allowNull(schema, place);
  }

  #allowNull(schema, place) {
    delete schema.nullable;
    if (schema.enum) schema.enum = [...new Set([...schema.enum, null])];
    if (["$ref", "allOf", ...UNIONS].some((key) => schema[key])) {
      const whole = { ...schema };
      this.#places.set(whole, place);
      for (const key of Object.keys(schema)) delete schema[key];
      schema.anyOf = [{ type: "null" }, whole];
    } else if (schema.type) {
      schema.type = [schema.type, "null"];
    }
  }

  #validate(schema, value) {
    const check = this.#ajv.compile(schema);
    if (check(value)) return [];
    const isUnion = ({ keyword }) => UNIONS.includes(keyword);
    // A union's own error comes after those of its parts.
    const outer = [];
    for (const error of check.errors.toReversed())
      if (!outer.some((union) => isUnion(union) && error.instancePath.startsWith(union.instancePath))) outer.push(error);
    const found = outer.flatMap((error) => (isUnion(error) ? this.#nearest(error) : this.#text(error)));
    return [...new Set(found)];
  }

  /** What the part of a union lacks that comes nearest. */
  #nearest(union) {
    if (union.params.passingSchemas) return [`${this.#places.get(union.parentSchema)}: fits several forms at once`];
    const parts = union.schema.filter(({ type }) => type !== "null" || union.data === null);
    const tries = parts.map((part) => this.#validate(part, union.data));
    return tries.sort((one, other) => one.length - other.length)[0];
  }

  #text({ keyword, params, parentSchema, message }) {
    const at = this.#places.get(parentSchema);
    if (keyword === "required") return `${at}.${params.missingProperty}: missing`;
    if (keyword === "additionalProperties") return `${at}.${params.additionalProperty}: unknown`;
    return `${at}: ${message}`;
  }
}

/**
 * Says of a resource that is made of a whole one and more members that it has the members of both. As it is published the
 * whole one allows no others, so nothing at all would fit.
 */
function joinParts(schema, schemas) {
  const parts = (schema.allOf ?? []).map((part) => (part.$ref ? schemas[part.$ref.split("/").pop()] : part));
  if (!parts.some(({ additionalProperties }) => additionalProperties === false)) return;
  delete schema.allOf;
  schema.type = "object";
  schema.additionalProperties = false;
  schema.properties = Object.assign({}, ...parts.map(({ properties }) => structuredClone(properties)));
  schema.required = parts.flatMap(({ required = [] }) => required);
}

function segments(path) {
  return path
    .split("/")
    .filter(Boolean)
    .map((segment) => (segment.startsWith("{") ? null : segment));
}
