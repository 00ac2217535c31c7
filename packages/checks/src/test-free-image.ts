import { defineCheck, fail, joinMarkdown, md, pass, type DockerfileSection } from "@shipshape/core";

import { namedGroups } from "./named-groups.ts";
import { pathsOfKind } from "./paths-of-kind.ts";
import { copyThatBrought, runThatBrought } from "./what-brought.ts";

export const testFreeImage = defineCheck({
  id: "test-free-image",
  title: "The final image has no tests and no test tools",
  why: "Tests and their tools do their work before an image is shipped. In the image they only make it larger, and each tool is one more package with faults of its own that nobody looks after in production.",
  fix: "Test in a stage of its own, which installs `requirements.dev.txt` and copies `tests/`. Let the final stage start from the base or from the stage that installed `requirements.txt`, not from the one that tests, and copy `app.py` alone instead of everything. A `.dockerignore` cannot help here: it would keep the tests from the stage that needs them.",
  docs: "https://docs.docker.com/build/building/multi-stage/",
  needs: ["contents"],
  wants: ["dockerfile"],
  judge({ contents, dockerfile }) {
    const tests = pathsOfKind("tests", contents);
    const requirements = pathsOfKind("dev-requirements", contents);
    const toolPaths = pathsOfKind("test-tool", contents);
    const tools = [...contents.packages.filter((name) => testPackage.test(name)), ...toolPaths];
    const found = namedGroups({
      "tools that only testing needs": tools,
      tests,
      "requirements for development": requirements,
    });
    if (!found) return pass;
    const copied = [...tests, ...requirements][0];
    return fail(
      joinMarkdown([md`The final image carries what only its tests needed:`, found]),
      tools.length > 0
        ? toolLine(dockerfile, toolPaths[0])
        : copyThatBrought(dockerfile, copied ?? "/")?.line,
    );
  },
});

/** As Debian and Alpine call them. */
const testPackage = /^(?:py(?:thon)?3-(?:pytest|flake8|pyflakes|pycodestyle)|flake8|pyflakes3)$/;

const developmentInstall = /\binstall\b.*(?:requirements[._-](?:dev|test)|pytest|flake8)/;

/** The install of development's requirements in the final image; else the line that copied them from another stage. */
function toolLine(dockerfile: DockerfileSection | undefined, tool: string | undefined): number | undefined {
  const copied = tool === undefined ? undefined : copyThatBrought(dockerfile, tool);
  return (
    runThatBrought(dockerfile, developmentInstall) ??
    copied ??
    runThatBrought(dockerfile, /\binstall\b/)
  )?.line;
}
