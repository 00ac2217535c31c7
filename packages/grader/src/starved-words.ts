import { perhapsOutage } from "@shipshape/checks";

/** What kernels, shells, runtimes, pip and BuildKit write when they get too little of something, or nothing in time. */
const starvedWords = new RegExp(
  [
    // Memory.
    /\bKilled\b|OOM-killed|out of memory|cannot allocate memory|MemoryError|std::bad_alloc|virtual memory exhausted/,
    // Processes and threads. What runc says of a program that is not there is no such thing.
    /resource temporarily unavailable|cannot fork|fork: retry|(?:can't|cannot|unable to) (?:start|create) (?:new |native )?thread|pthread_create|BlockingIOError|too many open files/,
    /runc \w+ failed: (?!unable to start container process: exec:)|shim task|fork\/exec/,
    // Disk.
    /no space left on device|disk quota exceeded|database or disk is full|the engine's disk|input\/output error/,
    // Network and time, beyond the words of an outage.
    /Retrying \(Retry\(|timed?[ -]?out|deadline ?exceeded|connection (?:refused|aborted|closed)|network is unreachable|broken pipe|WORKER TIMEOUT|lost connection|unexpected EOF|error reading from server|context canceled/,
    // Of a program that a signal ended: 128 and the signal's number.
    /exit (?:code|status):? (?:12[89]|1[3-5]\d)\b/,
  ]
    .map(({ source }) => source)
    .join("|"),
  "i",
);

/** Whether what was written tells of too little of something. */
export const soundsStarved = (text: string): boolean => starvedWords.test(text) || perhapsOutage.test(text);

/** The same of a build over a changed app: that one may have been given a proxy that nobody is, which refuses. */
export const soundsStarvedOffline = (text: string): boolean =>
  soundsStarved(text.replaceAll(/^.*ProxyError.*Connection refused.*$/gm, ""));
