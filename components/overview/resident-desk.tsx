import { ConnectionNotice } from '@/components/connections/connection-notice';
import { SilentNotice } from '@/components/health/silent-notice';
import { ListTrouble } from '@/components/jobs/list-trouble';
import { ExposedNotice } from '@/components/members/exposed-notice';
import { cx } from '@/components/ui/classes';
import { PageHeader } from '@/components/ui/page-header';
import { maySomewhere } from '@/lib/auth/grants';
import type { Scope } from '@/lib/auth/scope';
import { ResidentNotice } from './doors-notice';
import { EventsPanel } from './events-panel';
import { NeedsPanel } from './needs-panel';
import { EventsSkeleton, NeedsSkeleton } from './panel-skeletons';
import { Part } from './part';
import { LetInPanel, OwnCodesPanel, OwnSharesPanel, seesCodes, seesShares, whose } from './resident-panels';
import { StepsPanel } from './steps-panel';

/**
 * The overview of residents and landlords: let a person in, what they gave out, and who came. A landlord's rooms without a
 * master, and what else needs a hand, follow. Counts of buildings and charts are a manager's.
 */
export function ResidentDesk({ scope, title, steps }: { scope: Scope; title: string; steps: boolean }) {
  const isLandlord = scope.channels.some(({ relation }) => relation.startsWith('landlord'));
  const events = maySomewhere(scope, 'events-of-today');
  const [codes, shares] = [seesCodes(scope), seesShares(scope)];
  const isWide = events ? codes || shares : codes && shares;
  return (
    <>
      <PageHeader title={title} />
      <Part skeleton={null}>{() => ConnectionNotice({ scope })}</Part>
      <Part skeleton={null}>{() => ExposedNotice({ scope, link: true })}</Part>
      <Part skeleton={<ListTrouble scope={scope} isCutOffSaid />}>{() => ResidentNotice({ scope })}</Part>
      <Part skeleton={null}>{() => LetInPanel({ scope })}</Part>
      {isLandlord ? <Part skeleton={<NeedsSkeleton />}>{() => NeedsPanel({ scope })}</Part> : null}
      {steps ? <Part skeleton={null}>{() => StepsPanel({ scope })}</Part> : null}
      <Part skeleton={null}>{() => SilentNotice({ scope })}</Part>
      {/* No half of a wide page stays empty for what this person does not see. */}
      <div className={cx('grid items-start gap-4 *:min-w-0', isWide && 'xl:grid-cols-2')}>
        <div className={!events && isWide ? 'contents *:min-w-0' : 'grid gap-4 *:min-w-0'}>
          <Part skeleton={<EventsSkeleton />}>{() => OwnCodesPanel({ scope })}</Part>
          <Part skeleton={null}>{() => OwnSharesPanel({ scope })}</Part>
        </div>
        {events ? (
          <Part skeleton={<EventsSkeleton />}>{() => EventsPanel({ scope, visits: whose(scope) })}</Part>
        ) : null}
      </div>
    </>
  );
}
