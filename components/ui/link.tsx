import NextLink from 'next/link';
import type { ComponentProps } from 'react';
import { cx } from './classes';

/** Underlined in running text. In tables and lists, colour and position are enough. */
export function Link({
  className,
  plain = false,
  ...rest
}: ComponentProps<typeof NextLink> & { plain?: boolean }) {
  return (
    <NextLink
      {...rest}
      className={cx(
        'rounded-sm font-medium underline-offset-2 hover:underline',
        plain ? 'text-ink' : 'text-accent-ink',
        className,
      )}
    />
  );
}
