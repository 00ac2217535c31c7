import { redisGrader } from "../../src/redis/redis-grader.ts";
import { fakeLab, rhythm, taskOf } from "./fake-grader.ts";

// A grader as a process of its own, which says when it has a result: node grader-process.ts URL
const [url = ""] = process.argv.slice(2);
const grader = await redisGrader({
  url,
  lab: await fakeLab(),
  tell: () => undefined,
  // It is killed before it takes away what it has taken.
  rhythm: { ...rhythm, beatMs: 60_000 },
});
await grader.grade(taskOf("answer"));
console.log("graded");
