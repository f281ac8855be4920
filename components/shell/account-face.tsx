'use client';

import { useState } from 'react';
import { cx } from '@/components/ui/classes';
import { pictureHref } from '@/lib/desk/settings/picture-address';

/** The profile picture, or the account's initial if there is none or it cannot be shown. */
export function AccountFace({
  account,
  picture = null,
  className,
}: {
  account: string;
  /** When the picture was set. */
  picture?: string | null;
  className: string;
}) {
  const [failed, setFailed] = useState<string | null>(null);
  const initial = [...account][0]?.toLocaleUpperCase() ?? '?';
  return (
    <span
      aria-hidden
      className={cx(
        'grid shrink-0 place-items-center overflow-hidden rounded-full bg-accent-soft font-semibold text-accent-ink',
        className,
      )}
    >
      {picture === null || failed === picture ? (
        initial
      ) : (
        // biome-ignore lint/performance/noImgElement: the optimizer is switched off, and must not fetch private pictures.
        <img
          src={pictureHref(picture)}
          alt=""
          className="size-full object-cover"
          onError={() => setFailed(picture)}
        />
      )}
    </span>
  );
}
