import { defineConfig } from "vitest/config";

/**
 * `unit` needs nothing. `engine` needs a Docker engine, and `system` programs that scripts/test-programs.sh brings:
 * a browser, shells, xmllint. Both fail where there is none, and their files run one by one.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["packages/*/test/**/*.test.ts"],
          exclude: ["**/*.engine.test.ts", "**/*.system.test.ts"],
        },
      },
      {
        test: {
          name: "engine",
          include: ["packages/*/test/**/*.engine.test.ts"],
          testTimeout: 600_000,
          hookTimeout: 600_000,
        },
      },
      {
        test: {
          name: "system",
          include: ["packages/*/test/**/*.system.test.ts"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
