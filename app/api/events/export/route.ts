import { getLocale } from 'next-intl/server';
import { eventsExportHandler } from '@/lib/files/answer-export';

/** All matching events as a file. Its record and manifest are under /exports. */
export const GET = eventsExportHandler(getLocale);
