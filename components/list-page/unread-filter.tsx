import { FilterX } from 'lucide-react';
import { getTranslations } from 'next-intl/server';
import { ButtonLink } from '@/components/ui/button-link';
import { EmptyState } from '@/components/ui/empty-state';
import { type SearchRecord, writeSearchParams } from '@/lib/table/search-params';

/** `names`: filters that are not understood. `href`: the list without them. */
export type Unread = { names: string[]; href: string };

export function unreadIn(path: string, params: SearchRecord, names: string[]): Unread {
  const rest = Object.entries(params).filter(([key]) => !names.includes(key));
  const address = writeSearchParams(Object.fromEntries(rest));
  return { names, href: address.size > 0 ? `${path}?${address}` : path };
}

/**
 * Replaces a list whose address has filters that are not understood. The list without them is shown only after the
 * person asked for it, because they might export or change more rows than they mean to.
 */
export async function UnreadFilter({ names, href }: Unread) {
  const [t, common] = await Promise.all([getTranslations('table.unread'), getTranslations('common')]);
  return (
    <div data-panel className="rounded-lg border border-line bg-surface">
      <EmptyState
        icon={FilterX}
        title={t('title')}
        text={t('text', { count: names.length, names: names.join(common('listComma')) })}
        action={
          <ButtonLink href={href} prefetch={false}>
            {t('show')}
          </ButtonLink>
        }
      />
    </div>
  );
}
