'use client';

import { type ReactNode, useRef, useState } from 'react';
import type { VerbResult } from '@/lib/abilities/verb';
import { answerOf } from '@/lib/http/call-action';
import { PasswordPrompt } from './password-prompt';

type Waiting<I, T> = { input: I; settle: (result: VerbResult<T> | null) => void };

/**
 * Runs an action that may answer `password-needed`: asks for the password, then repeats it. `run` returns the last
 * answer, or null if the person gave up. Render `prompt` anywhere on the page.
 */
export function usePasswordGate<I, T>(
  action: (input: I) => Promise<VerbResult<T>>,
): {
  run: (input: I) => Promise<VerbResult<T> | null>;
  /** For forms: giving up is a refusal, and the form stays as it is. */
  send: (input: I) => Promise<VerbResult<T>>;
  prompt: ReactNode;
} {
  const [open, setOpen] = useState(false);
  const waiting = useRef<Waiting<I, T> | null>(null);

  async function run(input: I): Promise<VerbResult<T> | null> {
    const result = await answerOf(action(input));
    if (result.ok || result.code !== 'password-needed') return result;
    return new Promise((settle) => {
      // A later action takes the prompt over.
      waiting.current?.settle(null);
      waiting.current = { input, settle };
      setOpen(true);
    });
  }

  async function repeat() {
    setOpen(false);
    const held = waiting.current;
    waiting.current = null;
    if (held) held.settle(await answerOf(action(held.input)));
  }

  function giveUp() {
    setOpen(false);
    waiting.current?.settle(null);
    waiting.current = null;
  }

  const send = async (input: I) =>
    (await run(input)) ?? { ok: false as const, code: 'password-needed' as const };

  return { run, send, prompt: <PasswordPrompt open={open} onClose={giveUp} onConfirmed={repeat} /> };
}
