import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import type { z } from 'zod';
import { PageHeader } from '@/components/ui/page-header';
import { loadSavedViews } from '@/components/views/saved-views';
import { addressOf, refuseViewPage, type ViewPage } from '@/lib/abilities/destinations';
import { maySomewhere } from '@/lib/auth/grants';
import { requireScope, type Scope } from '@/lib/auth/scope';
import type { Messages } from '@/lib/i18n/messages/en/messages';
import { type ListState, parseListAddress, type TableState } from '@/lib/table/query';
import type { SearchRecord } from '@/lib/table/search-params';
import { ListPage, type ListPageParts } from './list-page';
import { type Unread, UnreadFilter, unreadIn } from './unread-filter';

/** Lists whose words have a title and an intro. */
type ListName = {
  [Name in ViewPage]: Messages[Name] extends { title: string; intro: string } ? Name : never;
}[ViewPage];

type ListSchema = z.ZodObject & z.ZodType<TableState>;

type Asked<S extends ListSchema> = {
  scope: Scope;
  query: z.output<S>;
  /** The address as it is, for what its schema does not hold. */
  params: SearchRecord;
  /** What the table needs to know of the address. */
  table: ListState;
};

type ListPageDefinition<S extends ListSchema> = {
  /** Names its words, its address and its saved views. */
  words: ListName;
  /** One schema with the table's further rows and its export. */
  query: S;
  /** Reads the list and says what the page shows. `instead`: why this account has no such list. */
  show: (
    asked: Asked<S>,
  ) => Promise<ListPageParts | (Pick<ListPageParts, 'crumbs'> & { instead: ReactNode })>;
};

type Props = { searchParams: Promise<SearchRecord> };

/** A page that is a list: address → scope → rows → the shell that all lists share. */
export function defineListPage<S extends ListSchema>({ words, query: schema, show }: ListPageDefinition<S>) {
  async function generateMetadata(): Promise<Metadata> {
    const t = await getTranslations();
    return { title: t(`${words}.title`) };
  }

  async function page({ searchParams }: Props) {
    const params = await searchParams;
    const asked = parseListAddress(schema, params);
    const [t, scope] = await Promise.all([getTranslations(), requireScope()]);
    if (refuseViewPage(scope, words)) notFound();
    const title = t(`${words}.title`);
    const intro = t(`${words}.intro`);
    const views = await loadSavedViews({ scope, page: words, query: schema, params });
    const withoutRows = (unread: Unread) => (
      <ListPage title={title} intro={intro} scope={scope} views={views}>
        <UnreadFilter {...unread} />
      </ListPage>
    );
    if (views.unread) return withoutRows(views.unread);
    if (asked.unread) return withoutRows(unreadIn(addressOf(words), params, asked.unread));
    const { query } = asked;
    const table = { ...asked.table, exported: maySomewhere(scope, 'export') };
    const shown = await show({ scope, query, params, table });
    if ('instead' in shown)
      return (
        <>
          <PageHeader title={title} description={intro} crumbs={shown.crumbs ?? []} />
          {shown.instead}
        </>
      );
    return <ListPage title={title} intro={intro} scope={scope} views={views} {...shown} />;
  }

  return { generateMetadata, page };
}
