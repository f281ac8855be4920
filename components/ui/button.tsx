import type { LucideIcon } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import { cx } from './classes';
import { Spinner } from './spinner';

export type ButtonLook = {
  /** `primary` at most once on a page. `danger` for what cannot be undone. */
  tone?: 'primary' | 'plain' | 'quiet' | 'danger';
  size?: 'normal' | 'small';
  icon?: LucideIcon;
  /** Below 1280 px only the icon is visible. Screen readers still get the words, and the pointer needs a `title`. */
  brief?: boolean;
};

const tones = {
  primary: 'bg-accent text-on-accent shadow-button hover:bg-accent-hover forced-colors:border',
  plain: 'border border-line bg-surface text-ink shadow-button hover:bg-hover active:bg-pressed',
  quiet: 'text-muted hover:bg-hover hover:text-ink active:bg-pressed',
  danger: 'bg-bad-solid text-on-accent shadow-button hover:bg-bad-solid-hover forced-colors:border',
};

const sizes = {
  normal: 'min-h-8 px-3 text-base pointer-coarse:min-h-11',
  small: 'min-h-7 px-2 text-sm pointer-coarse:min-h-11',
};

const briefClasses = 'max-xl:w-8 max-xl:px-0 pointer-coarse:max-xl:w-11 [&>:last-child]:max-xl:sr-only';

export function buttonClasses(
  { tone = 'plain', size = 'normal', brief = false }: ButtonLook,
  extra?: string,
): string {
  return cx(
    'relative inline-flex shrink-0 select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-md font-medium transition-colors disabled:cursor-not-allowed disabled:opacity-50 aria-disabled:cursor-not-allowed aria-disabled:opacity-50',
    tones[tone],
    sizes[size],
    brief && briefClasses,
    extra,
  );
}

/**
 * While `pending`, the button keeps width, text and focus, and ignores a second press. A native `disabled` would move
 * the focus to the top of the page.
 */
export function Button({
  tone,
  size,
  icon: Icon,
  brief,
  pending = false,
  className,
  children,
  onClick,
  type = 'button',
  ...rest
}: ButtonLook & ComponentProps<'button'> & { pending?: boolean }) {
  return (
    <button
      {...rest}
      type={type}
      className={buttonClasses({ tone, size, brief }, className)}
      aria-disabled={pending || undefined}
      aria-busy={pending || undefined}
      onClick={pending ? (event) => event.preventDefault() : onClick}
    >
      {pending ? <Spinner /> : Icon ? <Icon aria-hidden className="size-4 shrink-0" /> : null}
      <span className={brief ? undefined : 'contents'}>{children}</span>
    </button>
  );
}

/** `label` is both name and tooltip. */
export function IconButton({
  label,
  icon: Icon,
  tone = 'quiet',
  size,
  className,
  type = 'button',
  ...rest
}: Omit<ButtonLook, 'icon'> &
  ComponentProps<'button'> & { label: string; icon: LucideIcon; children?: ReactNode }) {
  return (
    <button
      {...rest}
      type={type}
      aria-label={label}
      title={label}
      className={buttonClasses(
        { tone, size },
        cx(size === 'small' ? 'w-7 px-0' : 'w-8 px-0', 'pointer-coarse:w-11', className),
      )}
    >
      <Icon aria-hidden className="size-4 shrink-0" />
    </button>
  );
}
