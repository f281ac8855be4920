import NextLink from 'next/link';
import type { ComponentProps } from 'react';
import { type ButtonLook, buttonClasses } from './button';

/**
 * A link that looks like a button: it goes somewhere and changes nothing. Apart from the buttons, because the router's
 * link weighs more than they all.
 */
export function ButtonLink({
  tone,
  size,
  icon: Icon,
  className,
  children,
  ...rest
}: ButtonLook & ComponentProps<typeof NextLink>) {
  return (
    <NextLink {...rest} className={buttonClasses({ tone, size }, className)}>
      {Icon ? <Icon aria-hidden className="size-4 shrink-0" /> : null}
      <span className="contents">{children}</span>
    </NextLink>
  );
}
