/** Aborted on Ctrl-C and SIGTERM: what the suite made is then given back, and the process ends by itself. */
export function interrupted(): AbortSignal {
  const controller = new AbortController();
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    // Ctrl-C comes twice where pnpm passes it on: all but the first do nothing.
    process.on(name, () => {
      if (!controller.signal.aborted) console.error("Stopping, and taking the engine down.");
      controller.abort(new Error(`Ended by ${name}.`));
    });
  return controller.signal;
}
