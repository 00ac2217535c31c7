import { defineCheck, pass, sizeSchema } from "@shipshape/core";
import { expect, test } from "vitest";
import { z } from "zod";

import { documentationPage } from "../src/index.ts";

test("a page says what holds, why, what to try, and what a lab may set", () => {
  const check = defineCheck({
    id: "dry-deck",
    title: "The deck is dry",
    why: "Wet decks are slippery.",
    fix: "Sweep it.",
    docs: "https://docs.docker.com/",
    needs: ["image", "http"],
    options: z.strictObject({
      water: sizeSchema.prefault("1 MB").meta({ description: "The most water." }),
      sand: sizeSchema.optional().meta({ description: "The most sand." }),
    }),
    judge: () => pass,
  });
  expect(documentationPage(check).source).toMatchInlineSnapshot(`
    "# \`dry-deck\`

    The deck is dry.

    ## Why it matters

    Wet decks are slippery.

    ## What to try

    Sweep it.

    Read on: <https://docs.docker.com/>

    ## For authors of labs

    Judges from the evidence: \`image\`, \`http\`. Its options:

    - \`water\`: The most water. Without it: \`1 MB\`.
    - \`sand\`: The most sand. It may be left out.
    "
  `);
});
