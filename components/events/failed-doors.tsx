'use client';

import dynamic from 'next/dynamic';
import type { ReadingStatus } from './events-status';

const FailedDoorsNotice = dynamic(() =>
  import('./failed-doors-notice').then((module) => module.FailedDoorsNotice),
);

export function FailedDoors({ status }: { status: ReadingStatus }) {
  return status.failed.length > 0 ? <FailedDoorsNotice status={status} /> : null;
}
