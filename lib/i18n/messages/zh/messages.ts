import type { Messages } from '../en/messages';
import type { Texts } from '../texts';
import { approvals } from './approvals';
import { audit } from './audit';
import { auth } from './auth';
import { buildings } from './buildings';
import { common } from './common';
import { connections } from './connections';
import { doorcodes } from './doorcodes';
import { errors } from './errors';
import { events } from './events';
import { exportsWords } from './exports';
import { failures } from './failures';
import { health } from './health';
import { invitation } from './invitation';
import { jobs } from './jobs';
import { keys } from './keys';
import { masters } from './masters';
import { members } from './members';
import { newer } from './newer';
import { outage } from './outage';
import { overview } from './overview';
import { patterns } from './patterns';
import { people } from './people';
import { retention } from './retention';
import { rooms } from './rooms';
import { settings } from './settings';
import { shares } from './shares';
import { shell } from './shell';
import { table } from './table';
import { views } from './views';
import { visits } from './visits';

export const messages: Texts<Messages> = {
  approvals,
  audit,
  auth,
  buildings,
  common,
  connections,
  doorcodes,
  errors,
  events,
  exports: exportsWords,
  failures,
  health,
  invitation,
  jobs,
  keys,
  masters,
  members,
  newer,
  outage,
  overview,
  patterns,
  people,
  retention,
  rooms,
  settings,
  shares,
  shell,
  table,
  views,
  visits,
};
