/** What an operation of Node does with a path. An error of any other, such as `connect` or `spawn`, is about no file. */
const deeds: Record<string, string> = {
  mkdir: 'made',
  mkdtemp: 'made',
  open: 'opened',
  access: 'read',
  lstat: 'read',
  opendir: 'read',
  read: 'read',
  readlink: 'read',
  realpath: 'read',
  scandir: 'read',
  stat: 'read',
  fsync: 'written to',
  ftruncate: 'written to',
  write: 'written to',
  chmod: 'changed',
  chown: 'changed',
  copyfile: 'copied',
  link: 'linked',
  rename: 'renamed',
  symlink: 'linked',
  rm: 'removed',
  rmdir: 'removed',
  unlink: 'removed',
};

type Cause = { why: string; remedy: string };

const forbidden: Cause = {
  why: 'this account has no permission',
  remedy: 'Run the command as the account that owns it, or give this account the permission',
};
const full: Cause = { why: 'the disk is full', remedy: 'Make room on it' };
const missing: Cause = {
  why: 'there is no file or folder with this name',
  remedy: 'Check the path, and that the folder above it exists',
};
const noParent: Cause = {
  why: 'the folder above it is missing, or takes no folders',
  remedy: 'Choose another path',
};

const causes: Record<string, Cause> = {
  EACCES: forbidden,
  EPERM: forbidden,
  ENOENT: missing,
  ENOTDIR: { why: 'it, or a part of its path, is a file and not a folder', remedy: 'Choose another path' },
  EISDIR: { why: 'it is a folder and not a file', remedy: 'Give the path of a file' },
  EEXIST: { why: 'a file with this name is there already', remedy: 'Choose another path' },
  EROFS: { why: 'its disk is read-only', remedy: 'Choose a path on another disk' },
  ENOSPC: full,
  EDQUOT: full,
  EIO: { why: 'the disk reports an error', remedy: 'Check the disk' },
  ELOOP: { why: 'its links lead in a circle', remedy: 'Choose another path' },
  ENAMETOOLONG: { why: 'the name is too long', remedy: 'Choose a shorter path' },
};

/** Which path cannot be used, why, and what to do, for an operator. Null for an error that is not about a path. */
export function describePathFault(error: unknown): string | null {
  const known = findCause(error);
  if (!known) return null;
  const { what, deed, code, cause } = known;
  return `${what} cannot be ${deed}: ${cause.why} (${code}). ${cause.remedy}`;
}

/** Only why, for sentences that name the path and what to do themselves. Null for an error that is not about a path. */
export function explainPathFault(error: unknown): string | null {
  const known = findCause(error);
  return known && `${known.cause.why} (${known.code})`;
}

/** Node names no path in errors of a file that is already open, such as those of reading a folder. */
export function namePath(error: unknown, path: string): unknown {
  return error instanceof Error && !('path' in error) ? Object.assign(error, { path }) : error;
}

function findCause(error: unknown): { what: string; deed: string; code: string; cause: Cause } | null {
  if (!(error instanceof Error && 'code' in error && 'syscall' in error)) return null;
  const code = String(error.code);
  const deed = deeds[String(error.syscall)];
  const cause = code === 'ENOENT' && deed === 'made' ? noParent : causes[code];
  if (!deed || !cause) return null;
  return { what: 'path' in error ? String(error.path) : 'A file', deed, code, cause };
}
