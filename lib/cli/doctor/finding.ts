/** The result of one step, for the person who runs Doordesk. Never holds a secret. */
export type Finding = {
  step: Step;
  state: 'ok' | 'failed' | 'skipped';
  words: string;
  remedy?: string[];
};

export type Step =
  | 'settings'
  | 'proxy'
  | 'address'
  | 'connection'
  | 'TLS'
  | 'HTTP'
  | 'framing'
  | 'key'
  | 'company id'
  | 'account'
  | 'database clock';

export const ok = (step: Step, words: string): Finding => ({ step, state: 'ok', words });
export const skipped = (step: Step, words: string): Finding => ({ step, state: 'skipped', words });
export const failed = (step: Step, words: string, ...remedy: string[]): Finding => ({
  step,
  state: 'failed',
  words,
  remedy,
});

const marks = { ok: '✓', failed: '✗', skipped: '–' };

export function linesOf({ step, state, words, remedy = [] }: Finding): string[] {
  return [`${marks[state]} ${step}: ${words}`, ...remedy.map((line) => `    → ${line}`)];
}
