'use client';

import NextLink from 'next/link';
import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';
import { cx } from '@/components/ui/classes';

/** True if `pathname` is this destination or below it. Rooms belong to buildings. */
export function isCurrent(href: string, pathname: string): boolean {
  if (href === '/') return pathname === '/';
  if (href === '/buildings' && pathname.startsWith('/rooms/')) return true;
  return pathname === href || pathname.startsWith(`${href}/`);
}

/** A link of the navigation: icon and text on a wide screen, only the icon on a tablet. */
export function RailLink({
  href,
  label,
  waiting,
  children,
}: {
  href: string;
  label: string;
  /** How many things there need this person. */
  waiting?: { count: number; words: string };
  children: ReactNode;
}) {
  const current = isCurrent(href, usePathname());
  return (
    <NextLink
      href={href}
      // Otherwise every refresh would prefetch all destinations again.
      prefetch={false}
      title={waiting ? `${label} · ${waiting.words}` : label}
      aria-current={current ? 'page' : undefined}
      className={cx(
        'relative flex min-h-8 items-center gap-2.5 rounded-md px-2.5 font-medium pointer-coarse:min-h-11 max-lg:justify-center max-lg:px-0',
        current ? 'bg-pressed text-ink [&_svg]:text-accent-ink' : 'text-muted hover:bg-hover hover:text-ink',
      )}
    >
      {children}
      <span className="min-w-0 flex-1 truncate max-lg:sr-only">{label}</span>
      {waiting ? <WaitingBadge {...waiting} /> : null}
    </NextLink>
  );
}

export function BarLink({ href, label, children }: { href: string; label: string; children: ReactNode }) {
  const current = isCurrent(href, usePathname());
  return (
    <NextLink
      href={href}
      prefetch={false}
      aria-current={current ? 'page' : undefined}
      className={cx(
        'flex min-h-14 min-w-0 flex-1 flex-col items-center justify-center gap-0.5 text-[0.6875rem] leading-4 -outline-offset-2',
        current ? 'font-medium text-accent-ink' : 'text-muted',
      )}
    >
      {children}
      <span className="max-w-full truncate px-0.5">{label}</span>
    </NextLink>
  );
}

/** Next to the name; on a narrow screen at the icon. */
export function WaitingBadge({ count, words }: { count: number; words: string }) {
  return (
    <span className="tabular shrink-0 rounded-full bg-warn-soft px-1.5 font-medium text-warn text-xs max-lg:absolute max-lg:top-0 max-lg:right-0 max-md:top-1 max-md:right-3">
      <span aria-hidden>{count}</span>
      <span className="sr-only">{words}</span>
    </span>
  );
}
