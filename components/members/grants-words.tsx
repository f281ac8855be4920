'use client';

import { useLocale, useTranslations } from 'next-intl';
import { buildingCapabilities } from '@/lib/db/tables/members';
import type { ShownGrants } from '@/lib/members/roster/data';
import { listNames } from '@/lib/text/list-names';
import { labelText } from '@/lib/text/visible-text';

/** What a person may do in one line: a preset's name or counts, and where. */
export function useGrantsWords(): (shown: ShownGrants) => string {
  const t = useTranslations('members');
  const locale = useLocale();
  return ({ grants, preset, elsewhere }) => {
    const { workspace, everywhere, buildings } = grants;
    const given = buildingCapabilities.filter(
      (one) => everywhere.includes(one) || buildings.some(({ capabilities }) => capabilities.includes(one)),
    );
    const what = preset
      ? t(`presets.${preset}`)
      : t('counted', { count: given.length, workspace: workspace.length });
    const places = [
      ...(everywhere.length > 0 ? [t('everywhere')] : []),
      ...buildings.map(({ name }) => labelText(name)),
      ...(elsewhere ? [t('elsewhere')] : []),
    ];
    return places.length > 0
      ? t('may', { what, where: listNames(places, { locale, type: 'conjunction' }) })
      : what;
  };
}
