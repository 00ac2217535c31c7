/** Modules of Python's own that apps import; PyPI has no package for most of them, and another one for the rest. */
export const standardModules: ReadonlySet<string> = new Set(
  `argparse asyncio base64 collections contextlib copy csv ctypes dataclasses datetime decimal email enum functools
  getpass glob hashlib html http importlib inspect io ipaddress itertools json logging math multiprocessing operator os
  pathlib pickle platform queue random re secrets shutil signal smtplib socket sqlite3 ssl statistics string struct
  subprocess sys tempfile textwrap threading time traceback typing unittest urllib uuid warnings xml zipfile`.split(
    /\s+/,
  ),
);
