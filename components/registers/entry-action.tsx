'use client';

import type { LucideIcon } from 'lucide-react';
import dynamic from 'next/dynamic';
import { type ReactNode, useState } from 'react';
import { useForm } from '@/components/forms/use-form';
import { Button } from '@/components/ui/button';
import { DateField } from '@/components/ui/date-field';
import { OnceOpened } from '@/components/ui/once-opened';
import type { VerbResult } from '@/lib/abilities/verb';
import type { BulkSelection } from '@/lib/table/selection';
import { type SelectedName, SelectedNames } from './selected-names';
import { useSelected } from './use-selected';
import { type Undoable, useUndo } from './use-undo';

const ConfirmDialog = dynamic(
  () => import('@/components/ui/confirm-dialog').then((module) => module.ConfirmDialog),
  { ssr: false },
);

/** Which entries an action changes, and what follows. */
export type EntryActionProps = {
  selection: BulkSelection;
  count: number;
  /** With the chosen day, if the action asks for one. */
  onDone: (day: string) => void;
  onUndone?: () => void;
};

type Change = { selection: BulkSelection; expected: number; day: string };

type Props<Selected, Done> = EntryActionProps & {
  icon: LucideIcon;
  button: string;
  tone?: 'primary' | 'danger';
  title: string;
  text: string;
  confirm: (day: string) => string;
  /** `POST` here for what is selected. */
  path: string;
  names: (selected: Selected) => SelectedName[];
  /** Asks for a day. */
  day?: { label: string; today: string };
  act: (input: Change) => Promise<VerbResult<Done>>;
  done: (done: Done) => string;
  undo: (input: { batch: string }) => Promise<VerbResult<{ count: number }>>;
  undone: (about: Undoable) => string;
  /** The number has been given to another key since. */
  numberOut?: string;
  /** Below the names and the day. */
  children?: (selected: Selected) => ReactNode;
};

/** A change of register entries: a button, a question that names them, and a notice that offers to undo it. */
export function EntryAction<
  Selected extends { count: number },
  Done extends Undoable & { batch: string | null },
>({ selection, count, onDone, onUndone, day, ...action }: Props<Selected, Done>) {
  const [open, setOpen] = useState(false);
  const [chosen, setChosen] = useState(day?.today ?? '');
  const offerUndo = useUndo({
    undo: action.undo,
    words: { undone: action.undone, ...(action.numberOut ? { numberOut: action.numberOut } : {}) },
    ...(onUndone ? { onUndone } : {}),
  });
  const entry = useForm(action.act, (done) => {
    offerUndo({ done: action.done(done), about: { count: done.count, who: done.who }, batch: done.batch });
    setOpen(false);
    onDone(chosen);
  });
  const { selected, failed } = useSelected<Selected>(action.path, selection, open);
  return (
    <>
      <Button size="small" icon={action.icon} onClick={() => setOpen(true)}>
        {action.button}
      </Button>
      <OnceOpened open={open}>
        <ConfirmDialog
          open={open}
          onClose={() => {
            setOpen(false);
            entry.clear();
          }}
          onConfirm={() => entry.submit({ selection, expected: count, day: chosen })}
          title={action.title}
          description={action.text}
          confirm={action.confirm(chosen)}
          tone={action.tone ?? 'danger'}
          pending={entry.pending}
          ready={selected !== null}
          error={entry.code}
        >
          <SelectedNames
            names={selected && action.names(selected)}
            count={selected?.count ?? count}
            failed={failed}
          />
          {day ? (
            <DateField
              type="date"
              label={day.label}
              value={chosen}
              error={entry.fields.day}
              onChange={(event) => setChosen(event.target.value)}
            />
          ) : null}
          {selected ? action.children?.(selected) : null}
        </ConfirmDialog>
      </OnceOpened>
    </>
  );
}
