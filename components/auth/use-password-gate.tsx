'use client';

import dynamic from 'next/dynamic';
import { type ReactNode, useRef, useState } from 'react';
import type { VerbResult } from '@/lib/abilities/verb';
import { answerOf } from '@/lib/http/call-action';
import { PasswordPrompt } from './password-prompt';

/** Few visits need it. */
const MemberPrompt = dynamic(() => import('./member-prompt').then((module) => module.MemberPrompt), {
  ssr: false,
});

type Waiting<I, T> = { input: I; settle: (result: VerbResult<T> | null) => void };

/**
 * Runs an action that may answer `password-needed`, or `identity-needed` to a member: asks for it, then repeats the action.
 * `run` returns the last answer, or null if the person gave up. Render `prompt` anywhere on the page.
 */
export function usePasswordGate<I, T>(
  action: (input: I) => Promise<VerbResult<T>>,
): {
  run: (input: I) => Promise<VerbResult<T> | null>;
  /** For forms: giving up is a refusal, and the form stays as it is. */
  send: (input: I) => Promise<VerbResult<T>>;
  prompt: ReactNode;
} {
  const [asks, setAsks] = useState<'password' | 'identity' | null>(null);
  const waiting = useRef<Waiting<I, T> | null>(null);

  async function run(input: I): Promise<VerbResult<T> | null> {
    const result = await answerOf(action(input));
    if (result.ok) return result;
    const { code } = result;
    if (code !== 'password-needed' && code !== 'identity-needed') return result;
    return new Promise((settle) => {
      // A later action takes the prompt over.
      waiting.current?.settle(null);
      waiting.current = { input, settle };
      setAsks(code === 'password-needed' ? 'password' : 'identity');
    });
  }

  async function repeat() {
    setAsks(null);
    const held = waiting.current;
    waiting.current = null;
    if (held) held.settle(await answerOf(action(held.input)));
  }

  function giveUp() {
    setAsks(null);
    waiting.current?.settle(null);
    waiting.current = null;
  }

  const send = async (input: I) =>
    (await run(input)) ?? { ok: false as const, code: 'password-needed' as const };

  const prompt =
    asks === 'identity' ? (
      <MemberPrompt onClose={giveUp} onConfirmed={repeat} />
    ) : (
      <PasswordPrompt open={asks === 'password'} onClose={giveUp} onConfirmed={repeat} />
    );
  return { run, send, prompt };
}
