// How long and how often. Short rounds (BENCH_QUICK=1) only prove that everything runs.

import { cpus } from "node:os";

export const QUICK = Boolean(process.env.BENCH_QUICK);

/** Rounds of each measurement, interleaved: A B A B. The median counts. */
export const ROUNDS = QUICK ? 2 : 7;
/** One round of a loop in a single process. */
export const LOOP_MS = QUICK ? 150 : 1500;
/** One round of requests. */
export const LOAD_SECONDS = QUICK ? 1 : 8;
/** Requests before the first round, so that no one is measured cold. */
export const WARM_UP_SECONDS = QUICK ? 1 : 5;
/** Connections that ask at once, each one request after the other. */
export const CONNECTIONS = 32;
/** How often the server is started to see how fast it is. */
export const STARTS = QUICK ? 3 : 10;
/** Rest before memory is looked at. */
export const REST_MS = QUICK ? 1000 : 5000;

/** Every core, and the two a pinned measurement uses; undefined on a machine with one. */
export const ALL_CORES = undefined;
export const FIRST_CORE = cpus().length > 1 ? "0" : undefined;
export const SECOND_CORE = cpus().length > 1 ? "1" : undefined;

/** Rounds where one takes long, or where the ones before leave something behind. */
export const FEW_ROUNDS = QUICK ? 1 : 5;
/** People who sign in, in turn. */
export const SIGNING_IN = QUICK ? 6 : 40;
/** Sessions that live at the same time, and how often each renews its token. */
export const SESSIONS = QUICK ? 100 : 10_000;
export const RENEWED_EVERY_S = 50;
/** So long they do. */
export const LIVING_SECONDS = QUICK ? 2 : 60;
