/** The database's code for the transaction that it ends so that another can go on. Nothing of it was kept. */
const deadlockDetected = '40P01';
const mostTries = 3;

/**
 * For transactions that take the rows of one person in different orders, such as two sign-ins in one browser: the one that
 * was ended is tried again. `run` must be one transaction, and do nothing else.
 */
export async function retryDeadlock<T>(run: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await run();
    } catch (error) {
      if (tries === mostTries || !isDeadlock(error)) throw error;
    }
  }
}

function isDeadlock(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === deadlockDetected;
}
