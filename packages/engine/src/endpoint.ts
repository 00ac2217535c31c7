import type { DockerOptions } from "dockerode";

/** Keys for TLS, as PEM text. */
export type Tls = { readonly ca?: string; readonly cert?: string; readonly key?: string };

/** Where an engine listens. */
export type Endpoint =
  | { readonly kind: "socket"; readonly path: string }
  | { readonly kind: "tcp"; readonly hostname: string; readonly port: number }
  | { readonly kind: "ssh"; readonly hostname: string; readonly port: number; readonly username: string };

/**
 * Reads an address as DOCKER_HOST takes it.
 * @returns undefined where the text is no such address
 */
export function parseEndpoint(host: string): Endpoint | undefined {
  const [, scheme, rest] = /^(unix|npipe|tcp|http|https|ssh):\/\/(.*)$/.exec(host) ?? [];
  if (scheme === undefined || rest === undefined || rest === "") return undefined;
  if (scheme === "unix" || scheme === "npipe") return { kind: "socket", path: rest };
  const url = URL.parse(host);
  if (!url || url.hostname === "") return undefined;
  if (scheme === "ssh")
    return { kind: "ssh", hostname: url.hostname, port: Number(url.port || 22), username: url.username };
  return { kind: "tcp", hostname: url.hostname, port: Number(url.port || 2375) };
}

/**
 * What the client library needs to reach an endpoint.
 * Every field is named, since the library fills the others in from DOCKER_HOST.
 */
export function clientOptions(endpoint: Endpoint, tls?: Tls): DockerOptions {
  const none = { host: undefined, port: undefined, socketPath: undefined };
  const agent = process.env["SSH_AUTH_SOCK"];
  switch (endpoint.kind) {
    case "socket":
      return { ...none, protocol: "http", socketPath: endpoint.path };
    case "tcp":
      return {
        ...none,
        host: endpoint.hostname,
        port: endpoint.port,
        protocol: tls ? "https" : "http",
        ...tls,
      };
    case "ssh":
      return {
        ...none,
        host: endpoint.hostname,
        port: endpoint.port,
        protocol: "ssh",
        username: endpoint.username,
        ...(agent !== undefined && { sshOptions: { agent } }),
      };
  }
}
