'use client';

import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react';
import { cx } from './classes';

export type Tab = { id: string; label: ReactNode; count?: number; content: ReactNode };

/** Parts of a page of which one is in sight. Arrow keys move, as the ARIA pattern promises. On paper, all are printed. */
export function Tabs({ label, tabs, initial }: { label: string; tabs: Tab[]; initial?: string }) {
  const name = useId();
  const [open, setOpen] = useState(initial ?? tabs[0]?.id);
  const list = useRef<HTMLDivElement>(null);

  function onKeyDown(event: KeyboardEvent) {
    const at = tabs.findIndex((tab) => tab.id === open);
    const to: Record<string, number> = {
      ArrowRight: at + 1,
      ArrowLeft: at - 1,
      Home: 0,
      End: tabs.length - 1,
    };
    const index = to[event.key];
    if (index === undefined) return;
    event.preventDefault();
    const next = (index + tabs.length) % tabs.length;
    setOpen(tabs[next]?.id);
    list.current?.querySelectorAll<HTMLElement>('[role=tab]')[next]?.focus();
  }

  return (
    <div className="min-w-0">
      <div
        ref={list}
        role="tablist"
        aria-label={label}
        data-chrome
        className="mb-4 flex gap-1 overflow-x-auto shadow-[inset_0_-1px_0_var(--line)] [scrollbar-width:none]"
        onKeyDown={onKeyDown}
      >
        {tabs.map((tab) => (
          <button
            key={tab.id}
            type="button"
            role="tab"
            id={`${name}-${tab.id}`}
            aria-selected={tab.id === open}
            aria-controls={`${name}-${tab.id}-panel`}
            tabIndex={tab.id === open ? 0 : -1}
            className={cx(
              'flex min-h-9 shrink-0 items-center gap-1.5 border-b-2 px-2.5 font-medium -outline-offset-2 pointer-coarse:min-h-11',
              tab.id === open ? 'border-accent text-ink' : 'border-transparent text-muted hover:text-ink',
            )}
            onClick={() => setOpen(tab.id)}
          >
            <span>{tab.label}</span>
            {tab.count === undefined ? null : (
              <span className="tabular font-normal text-muted text-xs">{tab.count}</span>
            )}
          </button>
        ))}
      </div>
      {tabs.map((tab) => (
        <div
          key={tab.id}
          role="tabpanel"
          id={`${name}-${tab.id}-panel`}
          aria-labelledby={`${name}-${tab.id}`}
          className={cx(tab.id !== open && 'hidden print:block')}
        >
          {tab.content}
        </div>
      ))}
    </div>
  );
}
