// What a backend asks about users, and how long an answer takes.

import { request } from "node:http";
import { person } from "./crowd.mjs";

const LIST = 100;

/** What is asked, of so many users; `random` is below 1. */
export const QUESTIONS = {
  getUser: (count, random) => `/v1/users/${pick(count, random).id}`,
  "getUserList of 100 ids": (count, random) => {
    const ids = Array.from({ length: LIST }, () => `user_id=${pick(count, random).id}`);
    return `/v1/users?limit=${LIST}&${ids.join("&")}`;
  },
  "first page": () => "/v1/users?limit=10&order_by=-created_at",
  "a page far in": (count, random) => `/v1/users?limit=10&order_by=-created_at&created_at_before=${pick(count, random).created_at}`,
  "exact e-mail": (count, random) => `/v1/users?email_address=${pick(count, random).email}`,
  "free text": (count, random) => `/v1/users?query=${pick(count, random).email.slice(3, -4)}`,
  "free text, a name": (count, random) => `/v1/users?query=${pick(count, random).name}`,
  count: () => "/v1/users/count",
};

/** Never the first, before whom there is nobody. */
export const pick = (count, random) => person(2 + Math.floor(random() * (count - 3)));

/** Milliseconds until the whole answer is here, which must be a success. */
export async function time(url, { body, ...options }) {
  const begin = performance.now();
  const [status, length] = await new Promise((done, failed) => {
    const sent = request(url, options, (answer) => {
      let length = 0;
      answer.on("data", (bytes) => (length += bytes.length));
      answer.on("end", () => done([answer.statusCode, length]));
    });
    sent.on("error", failed).end(body);
  });
  if (status !== 200 || length < 20) throw new Error(`${url}: ${status}, ${length} bytes`);
  return performance.now() - begin;
}
