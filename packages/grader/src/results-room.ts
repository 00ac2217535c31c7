import { md, ShipshapeError } from "@shipshape/core";
import { diskSpace, size } from "@shipshape/engine";

/** What grading takes at most of a disk, in bytes: for the class's pages, and for each submission. */
const [shared, each] = [5e6, 1e5];

/** @throws ShipshapeError where the disk of the folder for results has less room than is needed */
export async function refuseFullFolder(folder: string, submissions: number): Promise<void> {
  const needed = shared + submissions * each;
  const free = (await diskSpace(folder))?.free ?? Infinity;
  if (free < needed)
    throw new ShipshapeError(
      md`${size(free)} are free where the results are kept (${folder}), and grading ${submissions} submissions may take ${size(needed)}.`,
      "Free some, or name another folder behind --out; then give the same command again.",
    );
}
