// One pass over what a client needs, against a running Petty:
//
//   k6 run -e TOKEN=<the secret that ./petty demo prints> k6/smoke.js
//
// BASE_URL, default http://127.0.0.1:8080; COLLAR_ID, default SN-990001 (the demo registers it on first sight).

import { check, group, sleep } from "k6";
import http from "k6/http";

const BASE_URL = (__ENV.BASE_URL || "http://127.0.0.1:8080").replace(/\/$/, "");
const COLLAR_ID = __ENV.COLLAR_ID || "SN-990001";

/** @type {import("k6/options").Options} */
export const options = {
  vus: 1,
  iterations: 1,
  thresholds: { checks: ["rate==1"] },
};

/** @type {import("k6/http").RefinedParams<"text">} */
const SIGNED = {
  headers: { Authorization: `Bearer ${__ENV.TOKEN || ""}`, "Content-Type": "application/json" },
  responseType: "text",
};

/**
 * A field of a JSON answer, or undefined where the answer is no JSON or has no such field.
 *
 * @param {import("k6/http").RefinedResponse<"text">} response
 * @param {string} selector
 */
function field(response, selector) {
  try {
    return response.json(selector);
  } catch {
    return undefined;
  }
}

/**
 * The pet that wears the collar.
 *
 * @param {import("k6/http").RefinedResponse<"text">} response
 * @returns {string | undefined}
 */
function petOf(response) {
  const pets = /** @type {{ pet_id: string, collars: { collar_id: string }[] }[]} */ (
    /** @type {unknown} */ (field(response, "pets") || [])
  );
  const pet = pets.find((each) => each.collars.some((collar) => collar.collar_id === COLLAR_ID));
  return pet && pet.pet_id;
}

export default function smoke() {
  const now = new Date();

  group("open to everybody", () => {
    check(http.get(`${BASE_URL}/health`), { "health is 200": (r) => r.status === 200 });
    check(http.get(`${BASE_URL}/version`), { "version is 200": (r) => r.status === 200 });
  });

  group("v1", () => {
    const reading = JSON.stringify({
      collar_id: COLLAR_ID,
      timestamp: now.toISOString(),
      heart_rate: 85,
      activity_level: 1,
      location: { type: "Point", coordinates: [-74.006, 40.7128] },
    });
    const ingested = http.post(`${BASE_URL}/v1/ingest`, reading, SIGNED);
    check(ingested, {
      "v1 ingest is 201": (r) => r.status === 201,
      "v1 ingest says success": (r) => field(r, "success") === true,
      "v1 is deprecated": (r) => r.headers.Deprecation !== undefined,
    });
    check(http.post(`${BASE_URL}/v1/ingest`, reading, SIGNED), {
      "the same reading again is a success": (r) => r.status === 201,
    });
    check(http.post(`${BASE_URL}/v1/ingest`, "{", SIGNED), {
      "broken JSON is 400": (r) => r.status === 400,
      "the v1 error has its shape": (r) =>
        typeof field(r, "error") === "string" && typeof field(r, "request_id") === "string",
    });
    check(http.get(`${BASE_URL}/v1/realtime?collar_id=${COLLAR_ID}`, SIGNED), {
      "realtime is 200": (r) => r.status === 200,
      "realtime shows the reading": (r) => field(r, "heart_rate") === 85,
    });
  });

  group("v2", () => {
    // A reading of its own: a millisecond later than v1's.
    const t = new Date(now.getTime() + 1).toISOString();
    const telemetry = http.post(
      `${BASE_URL}/v2/telemetry`,
      JSON.stringify([
        { collar_id: COLLAR_ID, t, hr: 86, activity: 1 },
        { collar_id: COLLAR_ID, t: "yesterday", hr: 86 },
      ]),
      SIGNED,
    );
    check(telemetry, {
      "telemetry is 200": (r) => r.status === 200,
      "the good reading is kept": (r) => field(r, "accepted") === 1,
      "the bad one is told by its place": (r) => field(r, "rejected.0.index") === 1,
    });
    const pets = http.get(`${BASE_URL}/v2/pets`, SIGNED);
    const pet = petOf(pets);
    check(pets, {
      "pets is 200": (r) => r.status === 200,
      "the collar's pet is listed": () => pet !== undefined,
    });
    sleep(0.1); // latest is the newest that is not ahead of the server's clock
    check(http.get(`${BASE_URL}/v2/pets/${pet}/latest`, SIGNED), {
      "latest is 200": (r) => r.status === 200,
      "latest is the newest reading": (r) => field(r, "reading.hr") === 86,
    });
    check(http.get(`${BASE_URL}/v2/pets`, { responseType: "text" }), {
      "nobody without a token": (r) => r.status === 401,
      "the problem has its shape": (r) =>
        String(r.headers["Content-Type"]).startsWith("application/problem+json") &&
        typeof field(r, "correlation_id") === "string",
    });
  });
}
