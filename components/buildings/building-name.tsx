import { useTranslations } from 'next-intl';
import { SafeText } from '@/components/ui/safe-text';

/** A building's name; the vendor allows it to be empty. */
export function BuildingName({ name }: { name: string }) {
  const t = useTranslations('buildings');
  return name.trim() === '' ? <span>{t('unnamed')}</span> : <SafeText>{name}</SafeText>;
}
