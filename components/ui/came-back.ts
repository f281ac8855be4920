'use client';

/** Where Back or Forward led last; null: nowhere yet. */
let cameBackTo: string | null = null;
if (typeof window !== 'undefined') {
  // In the capturing phase: React draws what the router's own listener asks for before a later listener runs.
  addEventListener(
    'popstate',
    () => {
      cameBackTo = addressOf(location.pathname, new URLSearchParams(location.search));
    },
    { capture: true },
  );
}

/**
 * One form of an address. The router's words for where a page is, and not `location`: while a page is drawn, that may
 * still, or again, be the page before, when a person goes on before the router has finished.
 */
export function addressOf(pathname: string, params: { toString(): string }): string {
  return `${pathname}?${params.toString()}`;
}

/** Is this the page that Back or Forward led to last? */
export function cameBack(address: string): boolean {
  return cameBackTo === address;
}
