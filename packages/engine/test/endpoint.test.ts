import { expect, test } from "vitest";

import { clientOptions, parseEndpoint } from "../src/endpoint.ts";

test.for([
  ["unix:///var/run/docker.sock", { kind: "socket", path: "/var/run/docker.sock" }],
  ["npipe:////./pipe/docker_engine", { kind: "socket", path: "//./pipe/docker_engine" }],
  ["tcp://10.0.0.5:2376", { kind: "tcp", hostname: "10.0.0.5", port: 2376 }],
  ["tcp://engine", { kind: "tcp", hostname: "engine", port: 2375 }],
  ["ssh://me@engine", { kind: "ssh", hostname: "engine", port: 22, username: "me" }],
] as const)("%s is an address", ([host, endpoint]) => {
  expect(parseEndpoint(host)).toEqual(endpoint);
});

test.for(["", "/var/run/docker.sock", "unix://", "tcp://", "ftp://engine"])(
  "%j is no address that Docker knows",
  (host) => {
    expect(parseEndpoint(host)).toBeUndefined();
  },
);

test("the client is told every field, since it fills in the others from DOCKER_HOST", () => {
  expect(clientOptions({ kind: "socket", path: "/run/d.sock" })).toEqual({
    socketPath: "/run/d.sock",
    host: undefined,
    port: undefined,
    protocol: "http",
  });
});

test("keys make the connection a TLS one", () => {
  expect(clientOptions({ kind: "tcp", hostname: "engine", port: 2376 }, { ca: "PEM" })).toMatchObject({
    protocol: "https",
    ca: "PEM",
  });
});
