import NextLink from 'next/link';
import type { ComponentProps } from 'react';
import { type ButtonLook, buttonClasses } from './button';

/**
 * A link that looks like a button. In a separate file, because the router's link is larger than all buttons together.
 */
export function ButtonLink({
  tone,
  size,
  brief,
  icon: Icon,
  className,
  children,
  ...rest
}: ButtonLook & ComponentProps<typeof NextLink>) {
  return (
    <NextLink data-chrome {...rest} className={buttonClasses({ tone, size, brief }, className)}>
      {Icon ? <Icon aria-hidden className="size-4 shrink-0" /> : null}
      <span className={brief ? undefined : 'contents'}>{children}</span>
    </NextLink>
  );
}
