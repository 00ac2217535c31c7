import { describe, expect, test } from "vitest";

import { exposedPort } from "../src/exposed-port.ts";
import { evidence, judge, lineOf, messageOf } from "./evidence.ts";

describe("exposed-port", () => {
  test("holds where the port is one of several", () => {
    const sections = evidence({ image: { exposedPorts: ["5000/tcp", "8080/tcp"] }, served: { port: 8080 } });
    expect(judge(exposedPort, sections)).toEqual({ holds: true });
  });

  test("names both ports and the line where they differ", () => {
    const finding = judge(exposedPort, evidence({ image: { exposedPorts: ["8080/tcp"] } }));
    expect(messageOf(finding)).toBe("The app answers on port 5000, and the image exposes `8080/tcp`.");
    expect(lineOf(finding)).toBe(12);
  });

  test("does not take a port of another protocol", () => {
    expect(messageOf(judge(exposedPort, evidence({ image: { exposedPorts: ["5000/udp"] } })))).toContain(
      "`5000/udp`",
    );
  });

  test("does not hold where the image exposes nothing", () => {
    expect(messageOf(judge(exposedPort, evidence({ image: { exposedPorts: [] } })))).toContain(
      "exposes no port",
    );
  });
});
