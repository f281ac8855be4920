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
 * One form of an address. Built from the router's values and not from `location`: while a page is drawn, `location`
 * may name the page before or after it.
 */
export function addressOf(pathname: string, params: { toString(): string }): string {
  return `${pathname}?${params.toString()}`;
}

/** Is this the page that Back or Forward led to last? */
export function cameBack(address: string): boolean {
  return cameBackTo === address;
}
