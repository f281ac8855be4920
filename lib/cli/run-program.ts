import { inspect } from 'node:util';
import { describeConnectionFailure, isConnectionFailure } from '../db/database-address';
import { isOperatorFault, OperatorFault } from '../errors';
import { describePathFault, explainPathFault } from '../text/path-fault';
import { watchOutput } from './serving/watch-output';

/**
 * Runs `main` and ends the process with the exit code that it returns, whatever is still open. A failure is printed in
 * words, and the exit code is then `faultCode`. The exit code is about the work: it stays the same if nothing reads the
 * output, or if its disk is full.
 */
export async function runProgram(
  main: () => Promise<number>,
  {
    faultCode = 1,
    explain = explainFault,
  }: { faultCode?: number; explain?: (error: unknown) => string } = {},
): Promise<never> {
  const failed = watchOutput();
  let code = faultCode;
  try {
    code = await main();
  } catch (error) {
    console.error(explain(error));
  }
  // What a slow reader of a pipe has not taken yet is lost at the end of the process.
  await untilWritten(process.stdout);
  const lost = explainPathFault(failed());
  if (lost) console.error(`The output is not complete: ${lost}.`);
  await untilWritten(process.stderr);
  process.exit(code);
}

/** The message of an error without its stack, or words for a path that cannot be used or a database that cannot be reached. */
export function explainFault(error: unknown): string {
  return explainKnown(error) ?? (error instanceof Error ? error.message : String(error));
}

/** A failure that an operator cannot cause has its stack. */
export function explainWithStack(error: unknown): string {
  return explainKnown(error) ?? inspect(error);
}

function explainKnown(error: unknown): string | null {
  if (isOperatorFault(error)) return error.message;
  return isConnectionFailure(error) ? describeConnectionFailure(error) : describePathFault(error);
}

/** Returns what `read` makes of the arguments. Where it throws, the fault says what is wrong, and then the usage. */
export function readUsage<Wanted>(usage: string, read: () => Wanted): Wanted {
  try {
    return read();
  } catch (error) {
    throw new OperatorFault(`${explainFault(error)}\n\n${usage}`);
  }
}

/** Also resolves if the stream has failed, after its listeners know. */
function untilWritten(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    // A full device refuses even an empty piece, though nothing is lost then.
    if (stream.writableLength === 0) return void setImmediate(resolve);
    stream.once('error', () => resolve());
    stream.write('', () => resolve());
  });
}
