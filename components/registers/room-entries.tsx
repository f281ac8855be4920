'use client';

import type { LucideIcon } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Sheet } from '@/components/ui/dialog';
import { Panel } from '@/components/ui/panel';

export type RoomEntryWords = {
  title: string;
  description: string;
  add: string;
  empty: string;
  former: (count: number) => string;
};

/** A room's entries of a register: current ones, former ones on request, and one opened at the side. */
export function RoomEntries<Row extends { id: string }>({
  rows,
  isFormer,
  words,
  icon,
  mayAdd,
  name,
  about,
  state,
  form,
  details,
}: {
  rows: Row[];
  isFormer: (row: Row) => boolean;
  words: RoomEntryWords;
  icon: LucideIcon;
  mayAdd: boolean;
  name: (row: Row) => ReactNode;
  about: (row: Row) => ReactNode;
  state: (row: Row) => ReactNode;
  form: (dialog: { open: boolean; onClose: () => void }) => ReactNode;
  details: (row: Row) => { title: ReactNode; body: ReactNode };
}) {
  const [adding, setAdding] = useState(false);
  const [former, setFormer] = useState(false);
  const [opened, setOpened] = useState<Row | null>(null);
  const holding = rows.filter((row) => !isFormer(row));
  const shown = former ? rows : holding;
  const hidden = rows.length - holding.length;
  // The entry's current state in the list. One that left the list stays as it was.
  const side = opened ? details(rows.find((row) => row.id === opened.id) ?? opened) : null;
  return (
    <Panel
      flush
      title={words.title}
      description={words.description}
      actions={
        mayAdd ? (
          <Button size="small" icon={icon} onClick={() => setAdding(true)}>
            {words.add}
          </Button>
        ) : null
      }
    >
      {shown.length === 0 ? <p className="px-4 py-3 text-muted">{words.empty}</p> : null}
      <ul className="divide-y divide-line">
        {shown.map((row) => (
          <li key={row.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2">
            <div className="min-w-0 flex-1">
              <button
                type="button"
                className="max-w-full truncate rounded-sm text-left font-medium hover:underline"
                onClick={() => setOpened(row)}
              >
                {name(row)}
              </button>
              {about(row)}
            </div>
            {state(row)}
          </li>
        ))}
      </ul>
      {hidden > 0 && !former ? (
        <div className="border-line border-t px-2 py-1.5">
          <Button size="small" tone="quiet" onClick={() => setFormer(true)}>
            {words.former(hidden)}
          </Button>
        </div>
      ) : null}
      {form({ open: adding, onClose: () => setAdding(false) })}
      <Sheet open={opened !== null} onClose={() => setOpened(null)} title={side?.title ?? ''}>
        {side?.body}
      </Sheet>
    </Panel>
  );
}
