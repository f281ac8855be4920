'use client';

import { Bookmark } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { buttonClasses } from '@/components/ui/button';
import { useErrorWords } from '@/components/ui/error-note';
import { Popover } from '@/components/ui/popover';
import type { ViewPage } from '@/lib/abilities/destinations';
import type { ErrorCode } from '@/lib/errors';
import { labelText } from '@/lib/text/visible-text';
import type { SavedView } from '@/lib/views/data';
import { viewAddress } from '@/lib/views/view-address';
import { useSeenView } from './use-seen-view';
import { useViewLook } from './use-view-look';

const ViewsMenu = dynamic(() => import('./views-menu').then((module) => module.ViewsMenu), { ssr: false });
const ViewDialog = dynamic(() => import('./view-dialog').then((module) => module.ViewDialog), { ssr: false });

/** Opens the saved views of a list. They are read when the menu opens, so a page does not wait for them. */
export function ViewsButton({
  page,
  current,
  fixed = {},
}: {
  page: ViewPage;
  current: SavedView | null;
  /** Filters that are not in the query of the address, such as a building page's building. */
  fixed?: Record<string, string>;
}) {
  const t = useTranslations('views');
  const router = useRouter();
  const seen = useSeenView(page, fixed);
  const [naming, setNaming] = useState<'new' | 'rename' | null>(null);
  const [failed, setFailed] = useState<ErrorCode | null>(null);
  const words = useErrorWords(failed ?? 'unexpected');
  useViewLook(current);

  return (
    <>
      {failed ? (
        <p role="alert" className="text-bad text-sm">
          {words.title}
        </p>
      ) : null}
      <Popover
        placement="below-end"
        className="min-w-48 p-1"
        trigger={(props) => (
          <button
            {...props}
            type="button"
            aria-haspopup="menu"
            title={t('label')}
            className={buttonClasses({ tone: 'plain', brief: current === null })}
          >
            <Bookmark aria-hidden className="size-4" />
            <bdi className="max-w-40 truncate max-sm:max-w-20">
              {current ? labelText(current.name) : t('label')}
            </bdi>
          </button>
        )}
      >
        {(close) => (
          <ViewsMenu
            page={page}
            current={current}
            seen={seen}
            close={close}
            onName={setNaming}
            onFailed={setFailed}
          />
        )}
      </Popover>
      {naming ? (
        <ViewDialog
          page={page}
          view={naming === 'rename' ? current : null}
          seen={seen}
          onClose={() => setNaming(null)}
          onSaved={(view) => {
            setNaming(null);
            router.push(viewAddress(view), { scroll: false });
          }}
        />
      ) : null}
    </>
  );
}
