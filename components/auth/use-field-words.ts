'use client';

import { useMessages } from 'next-intl';

/** The words for an answer's field errors; nothing for a field that is right. */
export function useFieldWords(
  fields: Record<string, string> | undefined,
): (name: string) => string | undefined {
  const { errors } = useMessages();
  const words: Record<string, string> = errors.fields;
  return (name) => {
    const key = fields?.[name];
    return key === undefined ? undefined : (words[key] ?? words.invalid);
  };
}
