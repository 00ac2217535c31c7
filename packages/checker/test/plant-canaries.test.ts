import { ShipshapeError } from "@shipshape/core";
import { describe, expect, test } from "vitest";

import { plantCanaries } from "../src/plant-canaries.ts";

const app = (dockerfile = "FROM a:1") =>
  new Map([
    ["Dockerfile", Buffer.from(dockerfile)],
    ["tests/test_app.py", Buffer.from("")],
  ]);
const plan = {
  folders: [".", "tests"],
  files: [".env", ".git/config"],
  ballast: [{ path: ".git/objects/pack/p.pack", size: 5000 }],
};

const nonces = (dockerfile: string) => [...plantCanaries("02", app(dockerfile), plan).canaries.keys()];

describe("canaries", () => {
  test("stand in every folder, beside the app and the ballast", () => {
    const { context, canaries } = plantCanaries("02", app(), plan);
    expect([...canaries.values()]).toEqual([".env", ".git/config", "tests/.env", "tests/.git/config"]);
    expect([...context.keys()]).toEqual([...app().keys(), ...canaries.values(), ".git/objects/pack/p.pack"]);
    expect(context.get(".git/objects/pack/p.pack")?.length).toBe(5000);
  });

  test("each have a nonce of their own, which is all that they hold", () => {
    const { context, canaries } = plantCanaries("02", app(), plan);
    expect(canaries.size).toBe(4);
    for (const [nonce, path] of canaries) {
      expect(nonce).toMatch(/^shipshape-canary-[0-9a-f]{32}$/);
      expect(context.get(path)?.toString()).toBe(`# ${nonce}\n`);
    }
  });

  test("are the same for the same submission, and others for another", () => {
    expect(nonces("FROM a:1")).toEqual(nonces("FROM a:1"));
    expect(nonces("FROM a:2")).not.toContain(nonces("FROM a:1")[0]);
  });

  test.each([
    ["a file", { ...plan, files: ["Dockerfile"] }, "Dockerfile"],
    ["a folder", { ...plan, files: ["tests"] }, "tests"],
    ["a file in place of its folder", { ...plan, files: ["Dockerfile/x"] }, "Dockerfile/x"],
    ["a canary", { ...plan, ballast: [{ path: "./.env", size: 1 }] }, ".env"],
  ])("are our mistake where %s is there already", (_, clashing, path) => {
    const planting = () => plantCanaries("02-build-context", app(), clashing);
    expect(planting).toThrow(ShipshapeError);
    expect(planting).toThrow(`The lab \`02-build-context\` plants a file \`${path}\` `);
  });
});
