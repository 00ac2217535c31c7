export type { ClassEvent, TellClass } from "./class-event.ts";
export { ClassFolder } from "./class-folder.ts";
