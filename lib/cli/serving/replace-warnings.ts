import { log } from '../../log';

/**
 * Node prints its own warnings with `console.error`, which is a line with the level `error`, for which an operator is woken.
 * That a part of Node is experimental concerns who writes the program.
 */
export function replaceWarnings(to: Pick<typeof log, 'debug' | 'warn'> = log): () => void {
  const before = process.listeners('warning');
  const write = (warning: Error) => {
    const level = warning.name === 'ExperimentalWarning' ? 'debug' : 'warn';
    to[level]({ error: warning, from: 'node' }, warning.message);
  };
  process.removeAllListeners('warning');
  process.on('warning', write);
  return () => {
    process.off('warning', write);
    for (const listener of before) process.on('warning', listener);
  };
}
