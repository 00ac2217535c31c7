import { readCourse } from "@shipshape/course";
import { renderTable } from "@shipshape/report";

import { stdoutLook } from "../stdout-look.ts";

/** `shipshape labs` */
export async function labs(): Promise<void> {
  const course = await readCourse();
  const rows = course.map(({ id, minutes, summary }) => [id, `${minutes} min`, summary]);
  console.log(
    renderTable(
      [{ heading: "Lab" }, { heading: "Takes" }, { heading: "You will" }],
      rows,
      stdoutLook().columns,
    ),
  );
}
