import { inspect } from 'node:util';
import { describeConnectionFailure, isConnectionFailure } from '../db/database-address';
import { isOperatorFault, OperatorFault } from '../errors';
import { describePathFault } from '../text/path-fault';

/**
 * Runs `main` and ends the process with the exit code that it returns, whatever is still open. A failure is printed in
 * words, and the exit code is then `faultCode`.
 */
export async function runProgram(
  main: () => Promise<number>,
  {
    faultCode = 1,
    explain = explainFault,
  }: { faultCode?: number; explain?: (error: unknown) => string } = {},
): Promise<never> {
  let code = faultCode;
  try {
    code = await main();
  } catch (error) {
    console.error(explain(error));
  }
  // What a slow reader of a pipe has not taken yet is lost at the end of the process.
  await Promise.all([process.stdout, process.stderr].map(untilWritten));
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

function untilWritten(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    // A reader that has left, such as `head`, takes no more.
    stream.once('error', () => resolve());
    stream.write('', () => resolve());
  });
}
