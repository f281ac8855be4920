'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Dialog } from '@/components/ui/dialog';
import { destinations, type NamedDestination } from '@/lib/abilities/destinations';
import { useIsApple } from './use-is-apple';

function Key({ children }: { children: ReactNode }) {
  return (
    <kbd className="inline-grid h-6 min-w-6 place-items-center rounded border border-line bg-sunken px-1.5 text-muted text-xs">
      {children}
    </kbd>
  );
}

export function Shortcuts({ places, onClose }: { places: NamedDestination[]; onClose: () => void }) {
  const t = useTranslations('shell');
  const apple = useIsApple();
  const keys: [ReactNode, string][] = [
    [
      <>
        <Key>{apple ? '⌘' : 'Ctrl'}</Key>
        <span> </span>
        <Key>K</Key>
      </>,
      t('shortcuts.palette'),
    ],
    [
      <>
        <Key>{apple ? '⌘' : 'Ctrl'}</Key>
        <span> </span>
        <Key>Z</Key>
      </>,
      t('shortcuts.undo'),
    ],
    [<Key key="help">?</Key>, t('shortcuts.help')],
    [<Key key="search">/</Key>, t('shortcuts.search')],
    [
      <>
        <Key>↑</Key>
        <span> </span>
        <Key>↓</Key>
      </>,
      t('shortcuts.rows'),
    ],
    [<Key key="open">Enter</Key>, t('shortcuts.open')],
    [<Key key="select">Space</Key>, t('shortcuts.select')],
  ];
  if (places.some(({ name }) => name === 'doorcodes'))
    keys.push([<Key key="new">c</Key>, t('shortcuts.newDoorcode')]);
  for (const { name, title } of places) {
    keys.push([
      <>
        <Key>g</Key>
        <span> </span>
        <span className="text-faint text-xs">{t('shortcuts.followedBy')}</span>
        <span> </span>
        <Key>{destinations[name].key}</Key>
      </>,
      t('shortcuts.go', { page: title }),
    ]);
  }
  return (
    <Dialog open onClose={onClose} title={t('shortcuts.title')}>
      <dl className="grid gap-x-10 sm:grid-cols-2">
        {keys.map(([combination, text]) => (
          <div key={text} className="flex min-h-9 items-center gap-3 border-line border-b">
            <dt className="flex-1">{text}</dt>
            <dd className="flex items-center gap-1">{combination}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
