export { redisGrader, type RedisGraderOptions } from "./redis-grader.ts";
export { runWorker, type WorkerOptions } from "./run-worker.ts";
export type { LabEvent, TellWorker, WorkerEvent } from "./worker-event.ts";
