import { checkPage, checks, checksById } from "@shipshape/checks";
import { ShipshapeError } from "@shipshape/core";

/** `shipshape explain CHECK` */
export function explain(id: string): void {
  const check = checksById.get(id);
  if (!check)
    throw new ShipshapeError(
      `There is no check \`${id}\`.`,
      `The checks are ${checks.map(({ id }) => id).join(", ")}.`,
    );
  process.stdout.write(checkPage(check));
}
