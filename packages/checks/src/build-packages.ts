/** Packages of Debian and Alpine that only a build needs, besides those that end in `-dev`. */
const buildPackage =
  /^(?:(?:gcc|g\+\+|cpp|gfortran|clang|llvm|tcc|rust|rustc|cargo|go|golang)(?:[-.\d].*)?|binutils|build-base|build-essential|dpkg-dev|linux-headers|make|cmake|autoconf|automake|bison|flex|libtool|meson|ninja|ninja-build|pkg-config|pkgconf|\..*deps.*)$/;

/** Whether a package of the distribution is a compiler, headers, or another tool of builds. */
export function isBuildPackage(name: string): boolean {
  if (name === "build-base") return true;
  // Debian's `gcc-14-base` is a folder of documentation that every system has.
  return !name.endsWith("-base") && (name.endsWith("-dev") || buildPackage.test(name));
}
