import { posix } from "node:path";

import { defineCheck, fail, joinMarkdown, md, pass } from "@shipshape/core";

import { namedGroups, namedList } from "./named-groups.ts";
import { pathsOfKind } from "./paths-of-kind.ts";
import { whyShipped } from "./why-shipped.ts";

export const testFreeImage = defineCheck({
  id: "test-free-image",
  title: "The final image has no tests and no test tools",
  why: "Tests and their tools do their work before an image is shipped. In the image they only make it larger, and each tool is one more package with faults of its own that nobody looks after in production.",
  fix: "Test in a stage of its own, which installs `requirements.dev.txt` and copies `tests/`. Let the final stage begin with another `FROM`, install `requirements.txt`, and fetch the app alone from the stage that tests: `COPY --from=test /app/app.py ./`. That line is also why the tests are run, since BuildKit builds only what the final stage needs. A `.dockerignore` cannot help here: it would keep the tests from the stage that needs them.",
  docs: "https://docs.docker.com/build/building/multi-stage/",
  needs: ["contents"],
  wants: ["dockerfile"],
  judge({ contents, dockerfile }) {
    const shipped = {
      tools: [
        ...contents.packages.filter((name) => testPackage.test(name)),
        ...pathsOfKind("test-tool", contents),
      ],
      tests: pathsOfKind("tests", contents),
      requirements: pathsOfKind("dev-requirements", contents),
    };
    const found = namedGroups([
      [md`tools that only testing needs`, shipped.tools],
      [md`tests`, shipped.tests],
      [md`requirements for development`, shipped.requirements],
    ]);
    if (!found) return pass;
    const names = new Set(
      Object.values(shipped)
        .flat()
        .map((path) => posix.basename(path)),
    );
    const reason = dockerfile && whyShipped(dockerfile, shipped);
    return fail(
      joinMarkdown([
        md`The final image has in it what only testing needs: ${namedList([...names])}.`,
        ...(reason?.why ? [reason.why] : []),
        found,
      ]),
      reason?.line,
      reason?.fix,
    );
  },
});

/** As Debian and Alpine call them. */
const testPackage = /^(?:py(?:thon)?3-(?:pytest|flake8|pyflakes|pycodestyle)|flake8|pyflakes3)$/;
