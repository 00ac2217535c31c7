/** Loaded into the process that is measured: tells what it holds whenever it is asked. */
process.on("message", () => {
  globalThis.gc?.();
  process.send?.({
    heap: process.memoryUsage().heapUsed,
    rss: process.memoryUsage.rss(),
    handles: process.getActiveResourcesInfo().length,
  });
});
// It is not to keep the process from ending.
process.channel?.unref();
