import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState, useTransition } from 'react';
import { usePasswordGate } from '@/components/auth/use-password-gate';
import { useStopped } from '@/components/ui/doubt';
import { issueDoorcodesAction } from '@/lib/doorcodes/actions';
import type { CodeTarget } from '@/lib/doorcodes/choose-targets';
import type { ErrorCode } from '@/lib/errors';

export type Failure = { code: ErrorCode; fields: Record<string, string> };

/** Sends a form once, and leads to the codes or shows errors next to fields. */
export function useIssuing({
  via,
  through,
  targets,
  hasRooms,
  onName,
  windowNow,
}: {
  /** The connection that the person chose; null: by rule. */
  via: string | null;
  /** The account that it goes through, where there is more than one. */
  through: string | null;
  targets: CodeTarget[];
  hasRooms: boolean;
  onName: (name: string) => void;
  windowNow: () => { from: string; to: string };
}) {
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  // Counts refusals: each focuses the first field with an error. Typing does not.
  const [refused, setRefused] = useState(0);
  const [pending, startTransition] = useTransition();
  // One batch for each form, so that a second press or a repeated request makes nothing twice.
  const batch = useRef('');
  const stopped = useStopped('cloud', through);
  const gate = usePasswordGate(issueDoorcodesAction);

  /** A field's error disappears when the field changes. */
  function clear(...names: string[]) {
    if (!failure) return;
    const left = Object.entries(failure.fields).filter(([name]) => !names.includes(name));
    setFailure(left.length > 0 ? { ...failure, fields: Object.fromEntries(left) } : null);
  }

  useEffect(() => {
    if (refused > 0) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [refused]);

  async function send(typed: FormData): Promise<void> {
    if (pending || stopped) return;
    // The state does not know a name typed before hydration.
    const name = String(typed.get('name') ?? '');
    onName(name);
    if (hasRooms && targets.length === 0) {
      setFailure({ code: 'invalid-input', fields: { locks: 'doorcodes.fieldErrors.noLock' } });
      setRefused(refused + 1);
      return;
    }
    batch.current ||= crypto.randomUUID();
    const issuing = gate.run({
      // After a lost answer, the same batch makes nothing twice.
      batch: batch.current,
      name,
      ...windowNow(),
      ...(via ? { via } : {}),
      targets: targets.map(({ gid, channel, locks, severalRooms = false }) => ({
        gid,
        channel,
        lockIds: locks.map((lock) => lock.id),
        severalRooms,
      })),
    });
    startTransition(async () => {
      const result = await issuing;
      if (!result) return;
      if (!result.ok) {
        setFailure({ code: result.code, fields: result.fields ?? {} });
        setRefused((count) => count + 1);
        return;
      }
      router.push(`/doorcodes/issued/${result.data.batch}`);
    });
    await issuing;
  }

  return { form, failure, fields: failure?.fields ?? {}, clear, pending, stopped, send, prompt: gate.prompt };
}
