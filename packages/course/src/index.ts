export { findLab, labIds, labsFolder, readCourse } from "./course.ts";
export { readLab } from "./read-lab.ts";
