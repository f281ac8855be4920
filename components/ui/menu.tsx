'use client';

import type { LucideIcon } from 'lucide-react';
import NextLink from 'next/link';
import { type KeyboardEvent, type ReactNode, useRef } from 'react';
import { cx } from './classes';
import { Popover, type PopoverPlacement, type TriggerProps } from './popover';

export type MenuEntry =
  | {
      kind?: 'action';
      label: string;
      icon?: LucideIcon;
      danger?: boolean;
      disabled?: boolean;
      onSelect: () => void;
    }
  | {
      kind: 'link';
      label: string;
      icon?: LucideIcon;
      href: string;
      /** Saves the file of `href`. The menu closes if it returns true. */
      download?: () => Promise<boolean>;
      hint?: string;
    }
  | { kind: 'choice'; label: string; checked: boolean; onSelect: () => void }
  | { kind: 'heading'; label: string }
  | { kind: 'line' };

const itemClasses =
  'flex w-full items-center gap-2 rounded-md px-2 py-1.5 text-left outline-none hover:bg-hover focus-visible:bg-hover disabled:opacity-50 pointer-coarse:min-h-11';

export function Menu({
  trigger,
  label,
  entries,
  placement = 'below-end',
  header,
}: {
  trigger: (props: TriggerProps & { 'aria-haspopup': 'menu' }, open: boolean) => ReactNode;
  label: string;
  entries: MenuEntry[];
  placement?: PopoverPlacement;
  header?: ReactNode;
}) {
  return (
    <Popover
      placement={placement}
      className="min-w-48 p-1"
      trigger={(props, open) => trigger({ ...props, 'aria-haspopup': 'menu' }, open)}
    >
      {(close) => (
        <>
          {header}
          <MenuList label={label} entries={entries} close={close} />
        </>
      )}
    </Popover>
  );
}

export function MenuList({
  label,
  entries,
  close,
}: {
  label: string;
  entries: MenuEntry[];
  close: () => void;
}) {
  const list = useRef<HTMLDivElement>(null);
  const typed = useRef({ text: '', at: 0 });
  const items = () =>
    [...(list.current?.querySelectorAll<HTMLElement>('[role^=menuitem]') ?? [])].filter(
      (item) => !item.hasAttribute('disabled'),
    );

  function onKeyDown(event: KeyboardEvent) {
    const all = items();
    const at = all.indexOf(document.activeElement as HTMLElement);
    const go = (index: number) => {
      event.preventDefault();
      all[(index + all.length) % all.length]?.focus();
    };
    if (event.key === 'ArrowDown') go(at + 1);
    else if (event.key === 'ArrowUp') go(at - 1);
    else if (event.key === 'Home') go(0);
    else if (event.key === 'End') go(all.length - 1);
    else if (event.key === 'Tab') close();
    else if (event.key.length === 1 && event.key !== ' ' && !event.metaKey && !event.ctrlKey) {
      const now = event.timeStamp;
      const text = (now - typed.current.at < 600 ? typed.current.text : '') + event.key.toLocaleLowerCase();
      typed.current = { text, at: now };
      all.find((item) => item.textContent?.trim().toLocaleLowerCase().startsWith(text))?.focus();
    }
  }

  return (
    <div ref={list} role="menu" aria-label={label} onKeyDown={onKeyDown}>
      {entries.map((entry, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: from the end, as views arrive above an entry with the focus.
        <Entry key={entries.length - index} entry={entry} close={close} />
      ))}
    </div>
  );
}

function Entry({ entry, close }: { entry: MenuEntry; close: () => void }) {
  if (entry.kind === 'line') return <hr className="mx-2 my-1 border-line" />;
  if (entry.kind === 'heading') {
    return (
      <div role="presentation" className="px-2 pt-2 pb-1 font-medium text-muted text-xs">
        {entry.label}
      </div>
    );
  }
  if (entry.kind === 'link') {
    const inside = (
      <>
        <MenuIcon icon={entry.icon} />
        <span className="flex-1">{entry.label}</span>
        {entry.hint ? <span className="text-faint text-xs">{entry.hint}</span> : null}
      </>
    );
    const { download } = entry;
    const shared = { role: 'menuitem', tabIndex: -1, className: itemClasses } as const;
    // The router would try to render a download as a page.
    return download ? (
      <a
        {...shared}
        href={entry.href}
        download
        onClick={(event) => {
          event.preventDefault();
          void download().then((saved) => saved && close());
        }}
      >
        {inside}
      </a>
    ) : (
      <NextLink {...shared} href={entry.href} onClick={close}>
        {inside}
      </NextLink>
    );
  }
  const choose = (onSelect: () => void) => () => {
    close();
    onSelect();
  };
  if (entry.kind === 'choice') {
    return (
      <button
        type="button"
        role="menuitemradio"
        aria-checked={entry.checked}
        tabIndex={-1}
        className={itemClasses}
        onClick={choose(entry.onSelect)}
      >
        <span aria-hidden className="grid size-4 place-items-center">
          {entry.checked ? <span className="size-1.5 rounded-full bg-accent-ink" /> : null}
        </span>
        {entry.label}
      </button>
    );
  }
  return (
    <button
      type="button"
      role="menuitem"
      tabIndex={-1}
      disabled={entry.disabled}
      className={cx(itemClasses, entry.danger && 'text-bad')}
      onClick={choose(entry.onSelect)}
    >
      <MenuIcon icon={entry.icon} />
      <span>{entry.label}</span>
    </button>
  );
}

function MenuIcon({ icon: Icon }: { icon?: LucideIcon | undefined }) {
  return Icon ? <Icon aria-hidden className="size-4 shrink-0 text-muted" /> : null;
}
