export { formats, type Renderer } from "./formats.ts";
export { renderJson } from "./json.ts";
export { paint, plainLook, type Look } from "./look.ts";
export { renderMarkdown } from "./markdown.ts";
export { renderLine, renderMessage } from "./markdown-terminal.ts";
export { renderTable, type Column } from "./table.ts";
export { renderTerminal } from "./terminal.ts";
export { hang, wrap } from "./wrap.ts";
