import { enableCompileCache } from "node:module";

// What follows is loaded from V8's own cache, which halves the time to start.
enableCompileCache();

const { main } = await import("./main.ts");
await main(process.argv);
