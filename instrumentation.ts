/** Next calls this once in each server. All that needs Node is behind the import: the bundle for the edge must not see it. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { startRuntime } = await import('./lib/desk/start-runtime');
  await startRuntime();
}
