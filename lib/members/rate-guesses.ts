import type { ZxcvbnFactory } from '@zxcvbn-ts/core';

/** Guessed within a million tries: 12345678, password1, Summer2024. */
const tooWeak = 1;

/** Only so many characters are checked, because any client can ask for it: 32 take up to 20 ms, 64 up to 130 ms. */
const checked = 32;

let held: Promise<ZxcvbnFactory> | undefined;

/** Called at the first sign-up, not at the start: the lists take 5 MB and 0.3 s. */
async function load(): Promise<ZxcvbnFactory> {
  const [{ ZxcvbnFactory }, { adjacencyGraphs, dictionary }] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
  ]);
  return new ZxcvbnFactory({ dictionary: { ...dictionary }, graphs: adjacencyGraphs });
}

/** `own`: what a stranger knows of the person, such as the email address. */
export async function isGuessedSoon(password: string, own: readonly string[]): Promise<boolean> {
  held ??= load();
  const known = ['doordesk', 'doordeer', ...own, ...own.flatMap((text) => text.split(/[@.]/))];
  return (await held).check(password.slice(0, checked), known).score <= tooWeak;
}
