import { runWorker } from "../../src/redis/run-worker.ts";
import { fakeGrader, fakeLab, rhythm } from "./fake-grader.ts";

// A worker as a process of its own, which tells what it does in lines of JSON: node worker-process.ts URL NAME
const [url = "", named = ""] = process.argv.slice(2);
const stop = new AbortController();
process.on("SIGTERM", () => stop.abort());
await runWorker({
  url,
  labs: [await fakeLab()],
  graderFor: () => fakeGrader({ named }),
  engine: { version: "1", architecture: "amd64" },
  jobs: 2,
  tell: (event) => console.log(JSON.stringify(event)),
  signal: stop.signal,
  rhythm,
});
