import type { Markdown } from "@shipshape/core";
import type Docker from "dockerode";

/** A Docker engine that answered. */
export type Engine = {
  readonly docker: Docker;
  /** As DOCKER_HOST takes it: `unix:///…`, `tcp://…`, `npipe:…`, `ssh://…`. */
  readonly host: string;
  /** Where it was found: `DOCKER_HOST`, the context NAME, the default socket. */
  readonly origin: Markdown;
  /** Shipshape brought it up, and `clean` may take it down. */
  readonly own: boolean;
  /** Where ports that it publishes answer. */
  readonly address: string;
  /** What a shell needs to reach it with plain docker commands. */
  readonly environment: Readonly<Record<string, string>>;
};
