import { expect, test } from "vitest";

import { parseListeners } from "../src/listeners.ts";

const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1388 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1
   1: 00000000:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 2
   2: 0B00007F:9C41 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 3
   3: 020011AC:1388 010011AC:D2F0 01 00000000:00000000 00:00000000 00000000     0        0 4
  sl  local_address                         remote_address                        st
   0: 00000000000000000000000000000000:1389 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000
   1: 00000000000000000000000001000000:138A 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000`;

test("listeners are those sockets of the kernel's tables that listen, without Docker's own name server", () => {
  expect(parseListeners(table)).toEqual([
    { address: "127.0.0.1", port: 5000 },
    { address: "0.0.0.0", port: 8080 },
    { address: "::", port: 5001 },
    { address: "::1", port: 5002 },
  ]);
});
