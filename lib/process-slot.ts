/** One value per process, such as a pool: Next bundles pages, handlers and instrumentation each with their own modules. */
export function processSlot<T>(name: string): { value: T | undefined } {
  const key = Symbol.for(`doordesk.${name}`);
  // Nothing else writes under this symbol, so the type holds.
  const shared = globalThis as unknown as Record<symbol, T | undefined>;
  return {
    get value() {
      return shared[key];
    },
    set value(value) {
      shared[key] = value;
    },
  };
}
