import { defineConfig, type Plugin } from "rolldown";

/** What dockerode needs for build sessions alone, which nothing here opens: a third of the time to start. */
const sessions = new Set(["@grpc/grpc-js", "@grpc/proto-loader", "protobufjs"]);

const withoutSessions: Plugin = {
  name: "without-sessions",
  resolveId: (id) => (sessions.has(id) ? "\0sessions" : undefined),
  load: (id) => (id === "\0sessions" ? "export {};" : undefined),
};

/** The second of the two bundles below stands beside the first. */
const mainBeside: Plugin = {
  name: "main-beside",
  resolveId: (id) => (id === "./main.ts" ? { id: "./main.cjs", external: true } : undefined),
};

/**
 * CommonJS starts faster: where a module of ECMAScript imports one of Node's own, Node loads all that it could export,
 * for `node:fs` its streams and promises too.
 */
const output = {
  dir: "dist",
  format: "cjs",
  entryFileNames: "[name].cjs",
  chunkFileNames: "[name]-[hash].cjs",
  dynamicImportInCjs: false,
} as const;

export default defineConfig([
  // The way in, with the commands that answer at once in one small file. In one bundle with all the others it would be
  // in pieces that are shared with them, and some of those bring what no answer needs.
  { input: { shipshape: "src/shipshape.ts" }, platform: "node", plugins: [mainBeside], output },
  // All commands, each in a chunk of its own, with what it needs.
  {
    input: { main: "src/main.ts" },
    platform: "node",
    plugins: [withoutSessions],
    // Optional native parts of the SSH client behind Testcontainers.
    external: ["cpu-features", /\.node$/],
    output,
  },
]);
