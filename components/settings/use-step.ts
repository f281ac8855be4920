'use client';

import { useState, useTransition } from 'react';
import type { VerbResult } from '@/lib/abilities/verb';
import type { ErrorCode } from '@/lib/errors';

/** Runs one step at a time, and keeps why the last one did not work. `act` returns null when it did, or was given up. */
export function useStep() {
  const [failure, setFailure] = useState<ErrorCode | null>(null);
  const [running, setRunning] = useState<string | null>(null);
  const [pending, startTransition] = useTransition();

  function run(which: string, act: () => Promise<ErrorCode | null>) {
    if (pending) return;
    setFailure(null);
    setRunning(which);
    startTransition(async () => {
      setFailure(await act().catch((): ErrorCode => 'connection-lost'));
      setRunning(null);
    });
  }

  return { run, failure, isPending: (which: string) => pending && running === which };
}

export function codeOf(result: VerbResult<unknown> | null): ErrorCode | null {
  return result && !result.ok ? result.code : null;
}
