import { cookies } from 'next/headers';
import { cache } from 'react';
import { preferenceCookies } from './names';
import { type Preferences, preferencesSchema } from './schema';

/** A cookie that cannot be parsed counts as absent. */
export const readPreferences = cache(async (): Promise<Preferences> => {
  const jar = await cookies();
  const read = (name: keyof typeof preferenceCookies) => jar.get(preferenceCookies[name])?.value;
  return preferencesSchema.parse({
    theme: read('theme'),
    density: read('density'),
    times: read('times'),
    zones: read('zones'),
    ownZone: read('ownZone'),
    visits: read('visits'),
    patterns: read('patterns'),
    timeline: read('timeline'),
    steps: read('steps'),
    tables: parseJson(read('tables')),
  });
});

function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '{}');
  } catch {
    return {};
  }
}
