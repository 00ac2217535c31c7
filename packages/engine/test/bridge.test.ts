import { expect, test } from "vitest";

import { overlap, rulesAbout } from "../src/own/bridge.ts";

test.for([
  ["172.31.244.1/22", "172.31.247.9"],
  ["172.31.244.1/22", "172.31.0.0/16"],
  ["172.31.0.0/16", "172.31.244.1/22"],
  ["10.0.0.0/8", "10.213.252.1/22"],
] as const)("%s and %s overlap", ([a, b]) => {
  expect(overlap(a, b)).toBe(true);
});

test.for([
  ["172.31.244.1/22", "172.31.240.0/22"],
  ["172.31.244.1/22", "172.30.244.1/22"],
  ["192.168.1.0/24", "192.168.2.0/24"],
] as const)("%s and %s do not", ([a, b]) => {
  expect(overlap(a, b)).toBe(false);
});

test("the rules about a bridge are removed, and no others", () => {
  const rules = `-P FORWARD DROP
-N DOCKER
-A FORWARD -o shipshape-12345 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-A FORWARD -o docker0 -j DOCKER
-A POSTROUTING -s 172.31.244.0/22 ! -o shipshape-12345 -j MASQUERADE
-A FORWARD -o shipshape-1234 -j DOCKER`;
  expect(rulesAbout("shipshape-12345", rules).map((words) => words.join(" "))).toEqual([
    "-D FORWARD -o shipshape-12345 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT",
    "-D POSTROUTING -s 172.31.244.0/22 ! -o shipshape-12345 -j MASQUERADE",
  ]);
});
