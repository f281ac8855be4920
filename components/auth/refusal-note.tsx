'use client';

import { ErrorNote } from '@/components/ui/error-note';
import { Notice } from '@/components/ui/notice';
import type { ErrorCode } from '@/lib/errors';
import { type Wait, WaitNote } from './wait-note';

type Refusal = { code: ErrorCode } & Wait;

/** Why an action without a session was refused: with this step's own text if there is one, else with the code's. */
export function RefusalNote({
  refusal,
  own,
}: {
  refusal: Refusal;
  own: Partial<Record<ErrorCode, { title: string; text: string }>>;
}) {
  const words = own[refusal.code];
  if (words) {
    return (
      <div role="alert">
        <Notice tone={refusal.code === 'outcome-unknown' ? 'warn' : 'bad'} title={words.title}>
          {words.text}
        </Notice>
      </div>
    );
  }
  return (
    <ErrorNote code={refusal.code}>
      <WaitNote refusal={refusal} />
    </ErrorNote>
  );
}
