import { getLocale } from 'next-intl/server';
import { eventsExportHandler } from '@/lib/files/answer-export';

/** Every event that the filter matches, as a file. Its record, with a manifest, stands under /exports. */
export const GET = eventsExportHandler(getLocale);
