export type { ClassEvent, TellClass } from "./class-event.ts";
export { changesFor, type LearnerChange } from "./class-changes.ts";
export { ClassFolder } from "./class-folder.ts";
export { folderTrouble } from "./folder-trouble.ts";
export { gradeClass, type GradeRequest } from "./grade-class.ts";
export { judgeClass, type JudgedClass } from "./judge-class.ts";
export { localGrader } from "./local-grader.ts";
export { lockClass } from "./lock.ts";
export { estimateTimeLeft, type TimeLeft } from "./time-left.ts";
