// Apart from the other words of its package, so that a bundle can load it alone.
export { renderMessage } from "@shipshape/report";
