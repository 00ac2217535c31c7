import { defineConfig } from "vitest/config";

/** `unit` needs nothing; `engine` needs a Docker engine, and fails where there is none. Its files run one by one. */
export default defineConfig({
  test: {
    projects: [
      { test: { name: "unit", include: ["packages/*/test/**/*.test.ts"], exclude: ["**/*.engine.test.ts"] } },
      {
        test: {
          name: "engine",
          include: ["packages/*/test/**/*.engine.test.ts"],
          testTimeout: 600_000,
          hookTimeout: 600_000,
        },
      },
    ],
  },
});
