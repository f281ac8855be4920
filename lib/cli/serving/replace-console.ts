import { format, stripVTControlCharacters } from 'node:util';
import { log } from '../../log';

const levels = { log: 'info', info: 'info', debug: 'debug', warn: 'warn', error: 'error' } as const;

/** Next prints its own lines and the errors of pages to the console. As lines of the log they have an id and a limit. */
export function replaceConsole(to: Pick<typeof log, 'info' | 'debug' | 'warn' | 'error'> = log): () => void {
  const before = { ...console };
  for (const [method, level] of Object.entries(levels)) {
    Object.assign(console, {
      [method]: (...given: unknown[]) => {
        const error = given.find((one) => one instanceof Error);
        const words = given.filter((one) => one !== error);
        const text = stripVTControlCharacters(format(...words)).trim();
        if (error) to[level]({ error, from: 'next' }, text || error.message);
        else if (text) to[level]({ from: 'next' }, text);
      },
    });
  }
  return () => Object.assign(console, before);
}
