import { useTranslations } from 'next-intl';
import { SafeText } from '@/components/ui/safe-text';

/** The vendor allows a building without a name. */
export function BuildingName({ name }: { name: string }) {
  const t = useTranslations('buildings');
  return name.trim() === '' ? <span>{t('unnamed')}</span> : <SafeText>{name}</SafeText>;
}
