import { useRouter } from 'next/navigation';
import { useRef, useState } from 'react';
import { useSending } from '@/components/forms/use-sending';
import { useErrorWords } from '@/components/ui/error-note';
import type { VerbResult } from '@/lib/abilities/verb';
import { type DoorOutcome, isUnchanged } from '@/lib/changes/outcome';
import { pairOf } from '@/lib/devices/pair-key';
import type { ErrorCode } from '@/lib/errors';
import { answerOf } from '@/lib/http/call-action';
import type { DoorOption } from './door-choice';

export type DoorChange = {
  requestKey: string;
  doors: { gid: string; channel: number }[];
  account: string;
  /** The connection that the person chose. */
  via?: string;
};

/** A change at a room's doors: sends it, keeps each door's outcome, and sends it again where it failed. */
export function useDoorChange({
  doors,
  account,
  via,
  run,
}: {
  /** All doors at which the change is possible now. */
  doors: DoorOption[];
  /** null: the change needs none. */
  account: string | null;
  /** null: by rule. */
  via: string | null;
  run: (change: DoorChange) => Promise<VerbResult<DoorOutcome[]>>;
}) {
  const router = useRouter();
  const [done, setDone] = useState<{ outcomes: DoorOutcome[]; doors: DoorOption[] } | null>(null);
  const [failure, setFailure] = useState<{ code: ErrorCode; fields?: Record<string, string> } | null>(null);
  const [pending, sendWith] = useSending();
  const unknown = useErrorWords('refused-wrong-account');
  const intent = useIntentKey();
  // A read in between may leave no door at which the change can be tried again.
  const ended =
    done !== null && (doors.length === 0 || !isUnchanged(done.outcomes.map(({ outcome }) => outcome)));
  const failed = ended ? doors.filter((door) => stateAt(done.outcomes, door) === 'failed') : [];

  /** `kept`: what was done at other doors, where nothing is sent again. */
  function sendTo(at: DoorOption[], kept: { outcomes: DoorOutcome[]; doors: DoorOption[] } | null) {
    const change = {
      doors: at.map(({ gid, channel }) => ({ gid, channel })),
      account: account ?? '',
      ...(via ? { via } : {}),
    };
    const requestKey = intent.keyFor(change);
    sendWith(async () => {
      const result = await answerOf(run({ requestKey, ...change }));
      if (!result.ok) return setFailure(result);
      // Nothing was changed, so the next press is another intent.
      if (isUnchanged(result.data.map(({ outcome }) => outcome))) intent.forget();
      const isUnknown = result.data.every(({ outcome }) => outcome.code === 'refused-wrong-account');
      if (account !== null && !kept && isUnknown) {
        setFailure({ code: 'invalid-input', fields: { account: unknown.both } });
        return;
      }
      setFailure(null);
      setDone({ outcomes: [...(kept?.outcomes ?? []), ...result.data], doors: kept?.doors ?? at });
      router.refresh();
    });
  }

  return {
    done,
    failure,
    pending,
    ended,
    /** The doors at which it failed for certain, while it was done at others. */
    failed,
    send: (at: DoorOption[]) => {
      setDone(null);
      sendTo(at, null);
    },
    sendFailedAgain: () => {
      if (pending || !done) return;
      const outcomes = done.outcomes.filter((one) => !failed.some((door) => pairOf(door) === pairOf(one)));
      sendTo(failed, { outcomes, doors: done.doors });
    },
    forget: () => {
      setDone(null);
      setFailure(null);
      intent.forget();
    },
  };
}

function stateAt(outcomes: readonly DoorOutcome[], door: DoorOption): DoorOutcome['outcome']['state'] | null {
  return outcomes.find((one) => pairOf(one) === pairOf(door))?.outcome.state ?? null;
}

/** One key for one intent: a second press, or a repeat after a lost answer, changes nothing twice. */
function useIntentKey() {
  const intent = useRef({ key: '', of: '' });
  return {
    keyFor: (change: object) => {
      const of = JSON.stringify(change);
      if (intent.current.of !== of) intent.current = { key: crypto.randomUUID(), of };
      return intent.current.key;
    },
    forget: () => {
      intent.current = { key: '', of: '' };
    },
  };
}
