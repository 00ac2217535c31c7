import { expect, test } from "vitest";

import { Floor } from "../src/floor.ts";

const gate = () => Promise.withResolvers<string>();

test("tells work that had no company from work that had", async () => {
  const floor = new Floor();
  expect(await floor.beside(async () => "one")).toEqual({ result: "one", hadCompany: false });
  const [first, second] = [gate(), gate()];
  const both = [floor.beside(() => first.promise), floor.beside(() => second.promise)];
  second.resolve("second");
  first.resolve("first");
  expect(await Promise.all(both)).toEqual([
    { result: "first", hadCompany: true },
    { result: "second", hadCompany: true },
  ]);
});

test("does work alone when the rest has ended, and begins nothing beside it", async () => {
  const floor = new Floor();
  const [going, alone] = [gate(), gate()];
  const order: string[] = [];
  const note = (name: string, work?: Promise<string>) => async () => {
    order.push(`${name} begins`);
    await work;
    order.push(`${name} ends`);
    return name;
  };
  const works = [
    floor.beside(note("first", going.promise)),
    floor.alone(note("alone", alone.promise)),
    floor.alone(note("alone too")),
    floor.beside(note("last")),
  ];
  going.resolve("");
  alone.resolve("");
  await Promise.all(works);
  expect(order).toEqual([
    "first begins",
    "first ends",
    "alone begins",
    "alone ends",
    "alone too begins",
    "alone too ends",
    "last begins",
    "last ends",
  ]);
});

test("goes on after work that failed", async () => {
  const floor = new Floor();
  const broken = new Error("broken");
  await expect(floor.alone(() => Promise.reject(broken))).rejects.toThrow("broken");
  await expect(floor.beside(() => Promise.reject(broken))).rejects.toThrow("broken");
  expect(await floor.beside(async () => "fine")).toEqual({ result: "fine", hadCompany: false });
});
