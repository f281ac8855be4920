import { readFileSync } from 'node:fs';

/**
 * Calls `gone` when the npm that runs this command was killed: npm does not tell its children, and they would keep
 * running. Commands started without npm may outlive their shell.
 *
 * @param {() => void} gone
 */
export function whenNpmIsGone(gone) {
  if (!process.env.npm_lifecycle_event) return;
  const parents = ancestors();
  const watch = setInterval(() => {
    if (ancestors() === parents) return;
    clearInterval(watch);
    gone();
  }, 250);
  watch.unref();
}

/** npm runs a command through a shell, which is our parent and survives npm. So the parent's parent counts too. */
function ancestors() {
  return `${process.ppid} ${parentOf(process.ppid)}`;
}

/** @param {number} pid */
function parentOf(pid) {
  try {
    // The name may hold any text. After it come the state and the parent.
    return readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')[1];
  } catch {
    return '';
  }
}
