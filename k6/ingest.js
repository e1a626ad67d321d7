// A ramp of writes, spread over so many collars that none meets its own limit (10 requests a second, 100 at once):
//
//   k6 run -e TOKEN=<the secret that ./petty demo prints> k6/ingest.js
//
// BASE_URL, default http://127.0.0.1:8080; RATE, requests a second at the top of the ramp, default 1000; BATCH,
// readings in one v2 body, default 10; COLLARS, default RATE: each then sends about every other second.

import { check } from "k6";
import exec from "k6/execution";
import http from "k6/http";
import { Counter, Rate, Trend } from "k6/metrics";

const BASE_URL = (__ENV.BASE_URL || "http://127.0.0.1:8080").replace(/\/$/, "");
const RATE = Number(__ENV.RATE || 1000);
const BATCH = Number(__ENV.BATCH || 10);
const COLLARS = Number(__ENV.COLLARS || RATE);

/** Of every so many requests one is sent a second time, as a collar does that lost the answer. */
const RESEND_EVERY = 10;

const stored = new Counter("readings_stored");
const duplicates = new Counter("readings_duplicate");
const acknowledged = new Rate("acknowledged");
const acknowledgement = new Trend("acknowledgement", true);

/**
 * @param {string} scenario the function that it runs
 * @param {number} share of RATE
 * @returns {import("k6/options").Scenario}
 */
function ramp(scenario, share) {
  const top = Math.max(1, Math.round(RATE * share));
  return {
    executor: "ramping-arrival-rate",
    exec: scenario,
    startRate: 1,
    timeUnit: "1s",
    preAllocatedVUs: 50,
    maxVUs: 1000,
    stages: [
      { target: top, duration: "20s" },
      { target: top, duration: "60s" },
      { target: 0, duration: "5s" },
    ],
  };
}

/** @type {import("k6/options").Options} */
export const options = {
  scenarios: {
    batches: ramp("batches", 0.5),
    singles: ramp("singles", 0.5),
  },
  thresholds: {
    acknowledged: ["rate==1"],
    acknowledgement: ["p(99)<250"],
    dropped_iterations: ["count==0"],
  },
};

/** @type {import("k6/http").RefinedParams<"text">} */
const SIGNED = {
  headers: { Authorization: `Bearer ${__ENV.TOKEN || ""}`, "Content-Type": "application/json" },
  responseType: "text",
};

/**
 * The collars take turns, and each scenario has collars of its own, so no two readings of one collar share a time.
 *
 * @param {number} half 0 or 1
 */
function collarId(half) {
  const turn = exec.scenario.iterationInTest % COLLARS;
  return `${half === 0 ? "KB" : "KS"}-${String(turn).padStart(6, "0")}`;
}

/**
 * @param {string} path
 * @param {string} body
 * @param {number} status
 * @param {(response: import("k6/http").RefinedResponse<"text">) => boolean} isComplete
 */
function send(path, body, status, isComplete) {
  const response = http.post(`${BASE_URL}${path}`, body, SIGNED);
  acknowledgement.add(response.timings.duration);
  const good = check(response, {
    [`${path} is ${status}`]: (r) => r.status === status,
    [`${path} acknowledges everything`]: (r) => r.status === status && isComplete(r),
  });
  acknowledged.add(good);
  return response;
}

/**
 * Sends, and now and then sends again: what was stored before is a duplicate then, and that is a success too.
 *
 * @param {() => void} once
 */
function perhapsTwice(once) {
  once();
  if (exec.scenario.iterationInTest % RESEND_EVERY === 0) {
    once();
  }
}

export function batches() {
  const collar = collarId(0);
  const now = Date.now();
  const body = JSON.stringify(
    Array.from({ length: BATCH }, (_, n) => ({
      collar_id: collar,
      t: new Date(now).toISOString(),
      n,
      hr: 60 + (n % 60),
      activity: n % 3,
      battery_pct: 80,
    })),
  );
  perhapsTwice(() => {
    send("/v2/telemetry", body, 200, (response) => {
      const accepted = Number(response.json("accepted"));
      const again = Number(response.json("duplicates"));
      stored.add(accepted);
      duplicates.add(again);
      return accepted + again === BATCH;
    });
  });
}

export function singles() {
  const body = JSON.stringify({
    collar_id: collarId(1),
    timestamp: new Date().toISOString(),
    heart_rate: 60 + (exec.scenario.iterationInTest % 60),
    activity_level: 1,
    location: { type: "Point", coordinates: [-74.006, 40.7128] },
  });
  perhapsTwice(() => {
    send("/v1/ingest", body, 201, (response) => response.json("success") === true);
  });
}
