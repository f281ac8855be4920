'use client';

/** The address that Back or Forward last led to. */
let cameBackTo: string | null = null;
if (typeof window !== 'undefined') {
  // In the capture phase: otherwise React renders what the router's listener asks for before this one runs.
  addEventListener(
    'popstate',
    () => {
      cameBackTo = addressOf(location.pathname, new URLSearchParams(location.search));
    },
    { capture: true },
  );
}

/** One form of an address. Uses the router's values: during a render, `location` may name the page before or after. */
export function addressOf(pathname: string, params: { toString(): string }): string {
  return `${pathname}?${params.toString()}`;
}

export function cameBack(address: string): boolean {
  return cameBackTo === address;
}
