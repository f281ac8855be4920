'use client';

import { useRouter } from 'next/navigation';
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import type { ColumnPreference } from '@/lib/db/tables/views';
import { savePreference } from '@/lib/i18n/preferences/cookie';
import type { Preferences } from '@/lib/i18n/preferences/schema';

type PreferencesValue = {
  preferences: Preferences;
  setTheme: (theme: Preferences['theme']) => void;
  setDensity: (density: Preferences['density']) => void;
  setTimeline: (timeline: Preferences['timeline']) => void;
  setColumns: (table: string, columns: ColumnPreference | null) => void;
};

const Context = createContext<PreferencesValue | null>(null);

/** The person's preferences, as the server knows them, and setters for those that need no new page. */
export function PreferencesProvider({ initial, children }: { initial: Preferences; children: ReactNode }) {
  const router = useRouter();
  const [preferences, setPreferences] = useState(initial);
  // A page refreshed after a change of the settings brings new initial values.
  const [from, setFrom] = useState(initial);
  if (from !== initial) {
    setFrom(initial);
    setPreferences(initial);
  }

  // The server cannot ask for the browser's time zone. The browser sends it once, and the page refreshes its times.
  useEffect(() => {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (!zone || zone === initial.ownZone) return;
    savePreference('ownZone', zone);
    router.refresh();
  }, [initial.ownZone, router]);

  const value: PreferencesValue = {
    preferences,
    setTheme(theme) {
      savePreference('theme', theme);
      setPreferences((now) => ({ ...now, theme }));
      const root = document.documentElement.classList;
      root.remove('light', 'dark');
      if (theme !== 'system') root.add(theme);
    },
    setDensity(density) {
      savePreference('density', density);
      setPreferences((now) => ({ ...now, density }));
    },
    setTimeline(timeline) {
      savePreference('timeline', timeline);
      setPreferences((now) => ({ ...now, timeline }));
    },
    setColumns(table, columns) {
      const { [table]: _, ...others } = preferences.tables;
      const tables = columns ? { ...others, [table]: columns } : others;
      savePreference('tables', JSON.stringify(tables));
      setPreferences((now) => ({ ...now, tables }));
    },
  };
  return <Context value={value}>{children}</Context>;
}

export function usePreferences(): PreferencesValue {
  const value = useContext(Context);
  if (!value) throw new Error('usePreferences needs a PreferencesProvider above it');
  return value;
}
