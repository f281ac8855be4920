import { CircleAlert } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { ErrorCode } from '@/lib/errors';
import { namedAddress } from '@/lib/http/call-action';
import { cx } from './classes';
import { Link } from './link';
import { Notice } from './notice';
import { SignInAgain } from './sign-in-again';

/** Texts of a code. Unknown codes use those of `unexpected`. `both`: title and text in one line. */
export function useErrorWords(code: ErrorCode): { title: string; text: string; both: string } {
  const t = useTranslations('errors.codes');
  const common = useTranslations('common');
  const known = t.has(`${code}.title`) ? code : 'unexpected';
  const title = t(`${known}.title`);
  const text = t(`${known}.text`, { address: namedAddress() });
  return { title, text, both: `${title}${common('stop')}${text}` };
}

export function ErrorNote({
  code,
  className,
  children,
}: {
  code: ErrorCode;
  className?: string;
  children?: ReactNode;
}) {
  const { title, text } = useErrorWords(code);
  const common = useTranslations('common');
  // Nothing failed: another person has to act.
  if (code === 'approval-needed')
    return (
      <Notice tone="warn" title={title} {...(className ? { className } : {})}>
        <span>{text} </span>
        <Link href="/approvals">{common('openApprovals')}</Link>
      </Notice>
    );
  return (
    <div role="alert" className={cx('flex gap-2 rounded-md bg-bad-soft px-3 py-2', className)}>
      <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-bad" />
      <div className="min-w-0">
        <p className="font-medium text-bad">{title}</p>
        <p className="text-ink">{text}</p>
        {code === 'signed-out' ? <SignInAgain /> : null}
        {children}
      </div>
    </div>
  );
}
