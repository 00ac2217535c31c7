import type { Gradebook } from "@shipshape/core";

import { jsonText } from "../json-text.ts";

/** The document itself, which `schemas/gradebook.schema.json` describes. */
export const renderGradebookJson = (gradebook: Gradebook): string => jsonText(gradebook);
