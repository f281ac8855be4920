'use client';

import { useMessages } from 'next-intl';

/** An action's name in the person's language; one that has no words yet is shown as the log writes it. */
export function useActionWords(): (action: string) => string {
  const { audit } = useMessages();
  const groups: Record<string, Record<string, string>> = audit.actions;
  return (action) => {
    const dot = action.indexOf('.');
    return groups[action.slice(0, dot)]?.[action.slice(dot + 1)] ?? action;
  };
}

/** A detail's name in the person's language; one without words is shown as the log writes it. */
export function useDetailWords(): (name: string) => string {
  const { audit } = useMessages();
  const words: Record<string, string> = audit.details;
  return (name) => words[name] ?? name;
}
