import {
  type ContentsSection,
  defineCheck,
  fail,
  joinMarkdown,
  md,
  pass,
  type DockerfileSection,
} from "@shipshape/core";

import { namedList } from "./named-list.ts";
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
    const of = (kind: Kind) => contents.paths.filter((it) => it.kind === kind).map(({ path }) => path);
    const [tests, requirements] = [of("tests"), of("dev-requirements")];
    const tools = [...contents.packages.filter((name) => testPackage.test(name)), ...of("test-tool")];
    const lines = [
      ...(tools.length > 0 ? [md`- tools that only testing needs: ${namedList(tools)}`] : []),
      ...(tests.length > 0 ? [md`- tests: ${namedList(tests)}`] : []),
      ...(requirements.length > 0 ? [md`- requirements for development: ${namedList(requirements)}`] : []),
    ];
    if (lines.length === 0) return pass;
    const copied = [...tests, ...requirements][0];
    return fail(
      joinMarkdown([md`The final image carries what only its tests needed:`, joinMarkdown(lines, "\n")]),
      tools.length > 0
        ? toolLine(dockerfile, of("test-tool")[0])
        : copyThatBrought(dockerfile, copied ?? "/")?.line,
    );
  },
});

type Kind = ContentsSection["paths"][number]["kind"];

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
