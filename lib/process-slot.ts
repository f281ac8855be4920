/**
 * A place for one value of this process, by name. Next bundles pages, handlers and instrumentation separately, so each
 * has its own copy of a module. What they share, such as a pool or a timer, cannot be a variable of a module.
 */
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
