import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { ErrorNote } from '@/components/ui/error-note';
import { SafeText } from '@/components/ui/safe-text';
import type { ErrorCode } from '@/lib/errors';

/** The ways to sign in of one kind. */
export function SignInGroup({
  title,
  action,
  failure,
  children,
}: {
  title: string;
  action?: ReactNode;
  failure: ErrorCode | null;
  children?: ReactNode;
}) {
  return (
    <section className="grid gap-1">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h3 className="font-medium">{title}</h3>
        {action}
      </div>
      {failure ? <ErrorNote code={failure} /> : null}
      <ul className="divide-y divide-line">{children}</ul>
    </section>
  );
}

export function SignInItem({
  name,
  icon: Icon,
  detail,
  children,
}: {
  name: string;
  icon: LucideIcon;
  detail?: ReactNode;
  /** Buttons. */
  children: ReactNode;
}) {
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2">
      <Icon aria-hidden className="size-5 shrink-0 text-muted" strokeWidth={1.5} />
      <div className="min-w-0 flex-1 basis-48">
        <p className="break-words font-medium">
          <SafeText>{name}</SafeText>
        </p>
        {detail ? <p className="text-muted text-sm">{detail}</p> : null}
      </div>
      <div className="flex flex-wrap gap-2">{children}</div>
    </li>
  );
}
