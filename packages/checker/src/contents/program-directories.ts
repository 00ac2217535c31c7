/** Where a distribution and its packages put programs. */
const ofDistribution = /^\/(?:usr\/)?(?:local\/s|s)?bin$/;

/**
 * Directories of programs that need not be listed: they are large, and the distribution's list of packages says what
 * is in them. `/usr/local/bin` is none of them: Python's own programs are there.
 */
export const isOfDistribution = (directory: string): boolean => ofDistribution.test(directory);
