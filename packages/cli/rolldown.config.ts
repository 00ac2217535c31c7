import { defineConfig } from "rolldown";

/** One folder of JavaScript that starts fast: each command in a chunk of its own, with what it needs. */
export default defineConfig({
  input: { shipshape: "src/shipshape.ts" },
  platform: "node",
  // Optional parts of the SSH client behind Testcontainers, which fetches them only for ssh:// engines.
  external: ["cpu-features", /\.node$/],
  output: { dir: "dist", format: "esm", cleanDir: true, chunkFileNames: "[name]-[hash].js" },
});
