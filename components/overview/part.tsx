import { unstable_rethrow } from 'next/navigation';
import { type ReactNode, Suspense } from 'react';
import { ErrorPanel } from '@/components/ui/error-panel';
import { errorCodeOf } from '@/lib/errors';
import { log } from '@/lib/log';

/** A part of a page that loads separately, so one failed read costs one panel. */
export function Part({ skeleton, children }: { skeleton: ReactNode; children: () => Promise<ReactNode> }) {
  return (
    <Suspense fallback={skeleton}>
      <Tried>{children}</Tried>
    </Suspense>
  );
}

async function Tried({ children }: { children: () => Promise<ReactNode> }) {
  try {
    return await children();
  } catch (error) {
    unstable_rethrow(error);
    const code = errorCodeOf(error);
    if (code === 'unexpected') log.error({ err: error }, 'a part of a page failed');
    return (
      <div data-panel className="rounded-lg border border-line bg-surface">
        <ErrorPanel code={code} />
      </div>
    );
  }
}
