import { expect, test } from "vitest";

import { parseGateway } from "../src/published-address.ts";

test("the gateway is read from the kernel's table", () => {
  const table = `Iface\tDestination\tGateway\tFlags
eth0\t000011AC\t00000000\t0001
eth0\t00000000\t010011AC\t0003
`;
  expect(parseGateway(table)).toBe("172.17.0.1");
});

test("without a default route there is none", () => {
  expect(parseGateway("Iface\tDestination\tGateway\tFlags\n")).toBeUndefined();
});
