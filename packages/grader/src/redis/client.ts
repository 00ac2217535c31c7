import { Redis, type RedisOptions } from "ioredis";

/** A connection to a Redis, with the further ones that BullMQ makes of it to wait on. */
export class Client extends Redis {
  readonly #copies: Client[] = [];

  /** One that is between two tries to connect would stay so, and whoever waits for its end would wait for ever. */
  override disconnect(reconnect = false): void {
    if (this.status === "reconnecting" && !reconnect) this.status = "wait";
    super.disconnect(reconnect);
  }

  /** What BullMQ waits on. One that is lazy and fails the first time it would give up. */
  override duplicate(override: Partial<RedisOptions> = {}): never {
    const options: object = { ...this.options, ...override, lazyConnect: false };
    const copy = new Client(options);
    copy.on("error", () => undefined);
    this.#copies.push(copy);
    // What ioredis says of its type depends on options that are not set here.
    return copy as never;
  }

  /** Ends all of them, whether or not Redis is there. What is still asked of it fails. */
  endAll(): void {
    for (const client of [...this.#copies, this]) client.disconnect();
  }
}
