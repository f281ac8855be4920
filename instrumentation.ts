/** Next calls this once in each server. Code for Node is behind the import, because the edge bundle must not see it. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { startRuntime } = await import('./lib/desk/start-runtime');
  await startRuntime();
}
